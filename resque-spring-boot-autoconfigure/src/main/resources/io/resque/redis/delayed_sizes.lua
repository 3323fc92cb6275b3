-- Counts the jobs of seconds that have delayed jobs.
-- KEYS[1] delayed_queue_schedule (zset)
-- ARGV[1] key prefix   ARGV[2] rank of the first second   ARGV[3] how many seconds
-- Answers second, number of jobs, second, number of jobs, …; -1 jobs where the key is no list.
local answer = {}
for _, second in ipairs(redis.call('ZRANGE', KEYS[1], ARGV[2], ARGV[2] + ARGV[3] - 1)) do
  local length = redis.pcall('LLEN', ARGV[1] .. 'delayed:' .. second)
  answer[#answer + 1] = second
  answer[#answer + 1] = type(length) == 'number' and length or -1
end
return answer
