-- Returns jobs in flight, unperformed, to the heads of their queues.
-- KEYS[1] in-flight jobs of the process (hash)   KEYS[2] start marks of the process (hash)   KEYS[3] queues (set)
-- ARGV[1] key prefix of queues
-- ARGV[2..] tokens, highest first, so that the lowest ends at the head
-- Answers one integer for each token: 1 returned, 0 no longer in flight, -1 the queue's key is no list (stays in flight).
local answer = {}
for i = 2, #ARGV do
  local value = redis.call('HGET', KEYS[1], ARGV[i])
  local result = 0
  if value then
    local length, start = string.match(value, '^[^:]*:(%d+):()')
    local queue = string.sub(value, start, start + length - 1)
    -- Forgetting first lets the script go on when Redis is out of memory, and returns no job twice.
    redis.call('HDEL', KEYS[1], ARGV[i])
    if type(redis.pcall('LPUSH', ARGV[1] .. queue, string.sub(value, start + length))) == 'number' then
      redis.call('HDEL', KEYS[2], ARGV[i])
      redis.pcall('SADD', KEYS[3], queue)
      result = 1
    else
      redis.call('HSET', KEYS[1], ARGV[i], value)
      result = -1
    end
  end
  answer[#answer + 1] = result
end
return answer
