-- Sets a schedule, and tells the scheduler (Ruby: HSET, SADD).
-- KEYS[1] persistent_schedules (hash)   KEYS[2] schedules_changed (set)
-- ARGV[1] name of the schedule          ARGV[2] its settings as JSON   ARGV[3] '1' to set it only if there is none
-- Answers 1 when it is new, 0 when it replaces another, or was not set.
if ARGV[3] == '1' and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  return 0
end
local new = redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
return new
