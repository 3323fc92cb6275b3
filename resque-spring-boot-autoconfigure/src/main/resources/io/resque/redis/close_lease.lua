-- Ends the lease of a process that stops, when nothing of it is left in flight.
-- KEYS[1] leases (zset)              KEYS[2] in-flight jobs of the process (hash)   KEYS[3] start marks (hash)
-- KEYS[4] process record (hash)      KEYS[5] workers of the process (set)           KEYS[6] dead processes (zset)
-- ARGV[1] process id
-- Answers 1, or 0 when jobs are still in flight: the lease then runs out and another process recovers them.
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[6], ARGV[1])
redis.call('DEL', KEYS[3], KEYS[4], KEYS[5])
return 1
