-- Appends jobs to the tail of one queue and makes the queue known (Ruby: SADD queues, RPUSH queue).
-- KEYS[1] queues (set)
-- KEYS[2] queue (list)
-- ARGV[1] queue name
-- ARGV[2..] payloads, at most 1,000
-- Answers the length of the queue afterwards; a key of another type answers Redis' WRONGTYPE error and changes nothing.
local known = redis.call('SISMEMBER', KEYS[1], ARGV[1])
local length = redis.call('RPUSH', KEYS[2], unpack(ARGV, 2))
if known == 0 then
  redis.call('SADD', KEYS[1], ARGV[1])
end
return length
