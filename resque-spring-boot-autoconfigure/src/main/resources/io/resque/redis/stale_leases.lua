-- Lists the processes whose lease has run out, by the clock of Redis, and those already declared dead.
-- KEYS[1] leases (zset)   KEYS[2] dead processes (zset)
-- Answers {stale {id, deadline, id, deadline, ...}, dead {id, ...}}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return { redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', now), 'WITHSCORES', 'LIMIT', 0, 100),
  redis.call('ZRANGE', KEYS[2], 0, 99) }
