-- Forgets a dead process of which nothing is left in flight, and suspects whose time is over.
-- KEYS[1] dead processes (zset)      KEYS[2] in-flight jobs (hash)          KEYS[3] start marks (hash)
-- KEYS[4] process record (hash)      KEYS[5] workers of the process (set)   KEYS[6] suspects (zset)   KEYS[7] crash trails (hash)
-- ARGV[1] dead process id
-- Answers 1, or 0 when jobs are still in flight.
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[3], KEYS[4], KEYS[5])
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
for _, digest in ipairs(redis.call('ZRANGEBYSCORE', KEYS[6], '-inf', now)) do
  redis.call('HDEL', KEYS[7], digest)
end
redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', now)
return 1
