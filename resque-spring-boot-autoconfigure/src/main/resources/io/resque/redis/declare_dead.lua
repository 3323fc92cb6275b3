-- Takes the lease from a process that has not renewed it since it was seen stale. From here on it can neither fetch nor mark.
-- KEYS[1] leases (zset)   KEYS[2] dead processes (zset)
-- ARGV[1] process id   ARGV[2] the deadline that was seen   ARGV[3] id of the process that declares
-- Answers 1, or 0 when the lease was renewed or gone meanwhile, or the declaring process has no valid lease itself.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local own = redis.call('ZSCORE', KEYS[1], ARGV[3])
local seen = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not own or tonumber(own) <= now or not seen or tonumber(seen) ~= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], now, ARGV[1])
return 1
