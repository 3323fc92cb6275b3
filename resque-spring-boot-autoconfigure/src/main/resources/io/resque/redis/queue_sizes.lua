-- Lists the queues, or the failed lists of queues, with their lengths.
-- KEYS[1] their names: queues or failed_queues (set)
-- ARGV[1] what their keys begin with
-- Answers {queue, length, queue, length, ...}; the length is -1 where the key is no list.
local answer = {}
for _, queue in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local length = redis.pcall('LLEN', ARGV[1] .. queue)
  answer[#answer + 1] = queue
  answer[#answer + 1] = type(length) == 'number' and length or -1
end
return answer
