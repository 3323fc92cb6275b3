-- Writes the start mark of a job in flight, before it is performed.
-- KEYS[1] leases (zset)   KEYS[2] in-flight jobs of the process (hash)   KEYS[3] start marks of the process (hash)
-- ARGV[1] process id   ARGV[2] token   ARGV[3] what a recoverer does with the job: 'requeue' or 'fail'
-- Answers 1, or 0 when the lease or the job is lost: then it must not be performed.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then
  -- Removed first: when Redis is out of memory only a script's first write is refused.
  redis.call('HDEL', KEYS[3], ARGV[2])
  redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
  return 1
end
return 0
