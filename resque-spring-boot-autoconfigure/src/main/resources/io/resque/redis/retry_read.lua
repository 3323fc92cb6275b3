-- What is known of the earlier runs of a job.
-- KEYS[1] its counter (string, resque-retry)   KEYS[2] its earlier failures (string)
-- Answers {counter or '', earlier failures or '', clock in microseconds}. A key of another type counts as missing.
local answer = {}
for i = 1, 2 do
  local value = redis.pcall('GET', KEYS[i])
  answer[i] = type(value) == 'string' and value or ''
end
local time = redis.call('TIME')
answer[3] = string.format('%.0f', time[1] * 1000000 + time[2])
return answer
