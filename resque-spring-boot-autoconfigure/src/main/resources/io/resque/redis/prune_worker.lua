-- Unregisters a worker that stopped beating, and fails the job it was recorded with.
-- KEYS[1] workers (set)            KEYS[2] workers:heartbeat (hash)   KEYS[3] worker:<id> (string)
-- KEYS[4] worker:<id>:started      KEYS[5] stat:processed:<id>        KEYS[6] stat:failed:<id>
-- KEYS[7] failed (list)
-- ARGV[1] worker id   ARGV[2] the heartbeat that was seen, or ''   ARGV[3] the record that was seen, or ''
-- ARGV[4] entry for the failed list, or ''
-- Answers 1, or 0 when the worker has beaten or taken another job meanwhile.
local beat = redis.call('HGET', KEYS[2], ARGV[1]) or ''
local record = redis.call('GET', KEYS[3]) or ''
if beat ~= ARGV[2] or record ~= ARGV[3] then
  return 0
end
if ARGV[4] ~= '' then
  redis.call('RPUSH', KEYS[7], ARGV[4])
end
redis.call('SREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[3], KEYS[4], KEYS[5], KEYS[6])
return 1
