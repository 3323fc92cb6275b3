-- Writes what is to be known of a process while it holds its lease: never brings back what is known of a dead one.
-- KEYS[1] leases (zset)   KEYS[2] process record (hash)
-- ARGV[1] process id   ARGV[2..] fields and values
-- Answers 1, or 0 when the process has no lease.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
-- Deleted first: when Redis is out of memory only a script's first write is refused, and this tells of those who empty it.
redis.call('HDEL', KEYS[2], ARGV[2])
redis.call('HSET', KEYS[2], unpack(ARGV, 2))
return 1
