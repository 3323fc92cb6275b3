-- Delays jobs to a second (Ruby: RPUSH, SADD, ZADD one by one). A second that has come, or is about to, is the next one
-- instead: whoever moves the jobs of a due second may be at its end already.
-- KEYS[1] delayed_queue_schedule (zset)
-- ARGV[1] key prefix   ARGV[2] second (seconds since 1970)   ARGV[3..] items {"class":…,"args":[…],"queue":…}, at most 1,000
-- Answers the second that they are delayed to. A key of another type answers Redis' WRONGTYPE error, and nothing is delayed.
local second = math.max(tonumber(ARGV[2]), redis.call('TIME')[1] + 1)
local member = string.format('%.0f', second)
local list = ARGV[1] .. 'delayed:' .. member
-- First: a second without jobs does no harm, jobs without a second would wait for ever.
local scheduled = redis.pcall('ZADD', KEYS[1], member, member)
if type(scheduled) ~= 'number' then
  return scheduled
end
for i = 3, #ARGV do
  local pushed = redis.pcall('RPUSH', list, ARGV[i])
  local indexed = pushed
  if type(pushed) == 'number' then
    indexed = redis.pcall('SADD', ARGV[1] .. 'timestamps:' .. ARGV[i], 'delayed:' .. member)
  end
  if type(indexed) ~= 'number' then
    for undo = i, 3, -1 do
      if undo < i or type(pushed) == 'number' then
        redis.call('RPOP', list)
      end
    end
    return indexed
  end
end
return second
