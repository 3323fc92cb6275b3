-- Counts for delayed jobs of a second how many of them are equal.
-- KEYS[1] list of the second
-- ARGV items
-- Answers a number for each, for the first ones only, at least one, where the list is long.
local answer, compared = {}, 0
local length = redis.call('LLEN', KEYS[1])
for i = 1, #ARGV do
  if compared > 50000 then
    break
  end
  answer[i] = #redis.call('LPOS', KEYS[1], ARGV[i], 'COUNT', 0)
  compared = compared + length
end
return answer
