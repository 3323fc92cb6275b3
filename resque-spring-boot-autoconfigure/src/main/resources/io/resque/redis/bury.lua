-- Forgets a dead process of which nothing is left in flight.
-- KEYS[1] dead processes (zset)      KEYS[2] in-flight jobs (hash)          KEYS[3] start marks (hash)
-- KEYS[4] process record (hash)      KEYS[5] workers of the process (set)
-- ARGV[1] dead process id
-- Answers 1, or 0 when jobs are still in flight or somebody else buried it.
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
redis.call('DEL', KEYS[3], KEYS[4], KEYS[5])
return redis.call('ZREM', KEYS[1], ARGV[1])
