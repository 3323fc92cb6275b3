-- Removes a schedule with all that is known of it, and tells the scheduler (Ruby: HDEL, SADD).
-- KEYS[1] persistent_schedules (hash)   KEYS[2] schedules_changed (set)
-- KEYS[3] states (hash)                 KEYS[4] paused (set)              KEYS[5] history (list)
-- ARGV[1] name of the schedule
-- Answers 1 when it was there, or else 0.
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('SREM', KEYS[4], ARGV[1])
redis.call('DEL', KEYS[5])
return redis.call('HDEL', KEYS[1], ARGV[1])
