-- Announces a process and starts its lease.
-- KEYS[1] leases (zset)   KEYS[2] process record (hash)
-- ARGV[1] process id   ARGV[2] lease in milliseconds   ARGV[3..] fields and values of the record
-- Answers the time of Redis in milliseconds.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- Deleted first: when Redis is out of memory only a script's first write is refused, and workers empty it.
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], unpack(ARGV, 3))
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return now
