-- Removes a schedule with all that is known of it, and tells the scheduler (Ruby: HDEL, SADD).
-- KEYS[1] persistent_schedules (hash)   KEYS[2] schedules_changed (set)
-- KEYS[3] states (hash)                 KEYS[4] paused (set)              KEYS[5] history (list)
-- ARGV[1] name of the schedule          ARGV[2] '1' to forget only what is known of a schedule that is not there
-- Answers 1 when it was there, or else 0.
if ARGV[2] == '1' then
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
    return 0
  end
else
  redis.call('SADD', KEYS[2], ARGV[1])
end
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('SREM', KEYS[4], ARGV[1])
redis.call('DEL', KEYS[5])
return redis.call('HDEL', KEYS[1], ARGV[1])
