-- Registers workers (Ruby: SADD workers, SET worker:<id>:started); repeated with each heartbeat, it mends what somebody pruned.
-- KEYS[1] workers (set)   KEYS[2] workers of the process (set)   KEYS[3] leases (zset)
-- ARGV[1] key prefix   ARGV[2] process id   ARGV[3] start time as Ruby writes it   ARGV[4..] worker ids, at most some thousands
-- Answers 1, or 0 when the process has no lease: nobody would unregister what it registers now.
if not redis.call('ZSCORE', KEYS[3], ARGV[2]) then
  return 0
end
if redis.call('SADD', KEYS[1], unpack(ARGV, 4)) > 0 then
  redis.call('SADD', KEYS[2], unpack(ARGV, 4))
  for i = 4, #ARGV do
    redis.call('SETNX', ARGV[1] .. 'worker:' .. ARGV[i] .. ':started', ARGV[3])
  end
end
return 1
