-- Registers workers (Ruby: SADD workers, SET worker:<id>:started); repeated with each heartbeat, it mends what somebody pruned.
-- KEYS[1] workers (set)   KEYS[2] workers of the process (set)
-- ARGV[1] key prefix   ARGV[2] start time as Ruby writes it   ARGV[3..] worker ids, at most some thousands
-- Answers how many of them were not registered before.
local added = redis.call('SADD', KEYS[1], unpack(ARGV, 3))
if added == 0 then
  return 0
end
redis.call('SADD', KEYS[2], unpack(ARGV, 3))
for i = 3, #ARGV do
  redis.call('SETNX', ARGV[1] .. 'worker:' .. ARGV[i] .. ':started', ARGV[2])
end
return added
