-- Appends jobs to the tail of one queue and makes the queue known (Ruby: SADD queues, RPUSH queue).
-- KEYS[1] queues (set)
-- KEYS[2] queue (list)
-- ARGV[1] queue name
-- ARGV[2..] payloads, at most 1,000
-- Answers the length of the queue afterwards; a queue key of another type answers Redis' WRONGTYPE error and changes nothing.
local new = redis.call('SADD', KEYS[1], ARGV[1])
local length = redis.pcall('RPUSH', KEYS[2], unpack(ARGV, 2))
if type(length) ~= 'number' and new == 1 then
  redis.call('SREM', KEYS[1], ARGV[1])
end
return length
