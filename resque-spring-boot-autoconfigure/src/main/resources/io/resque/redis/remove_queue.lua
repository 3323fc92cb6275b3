-- Removes a queue with its jobs (Ruby: SREM queues, DEL queue).
-- KEYS[1] queues (set)   KEYS[2] queue
-- ARGV[1] queue name
-- Answers how many jobs were dropped (-1 when the key was no list; it is removed too).
local length = redis.pcall('LLEN', KEYS[2])
redis.call('SREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return type(length) == 'number' and length or -1
