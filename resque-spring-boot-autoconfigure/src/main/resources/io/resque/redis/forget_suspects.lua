-- Forgets suspects whose time is over: while there is one, each fetch looks at every job.
-- KEYS[1] suspects (zset)   KEYS[2] crash trails (hash)
-- Answers how many were forgotten.
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
for _, digest in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  redis.call('HDEL', KEYS[2], digest)
end
return redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
