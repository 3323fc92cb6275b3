-- Renews the lease of a process that still holds one.
-- KEYS[1] leases (zset)
-- ARGV[1] process id   ARGV[2] lease in milliseconds
-- Answers the time of Redis in milliseconds, or -1 when the lease is gone (another process took the jobs, or Redis lost its data).
-- Removed first: when Redis is out of memory only a script's first write is refused, and who cannot renew cannot empty it.
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then
  return -1
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return now
