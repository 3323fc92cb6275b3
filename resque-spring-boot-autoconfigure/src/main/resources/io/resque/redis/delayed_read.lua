-- Reads delayed jobs in the order of their seconds, from a place on.
-- KEYS[1] delayed_queue_schedule (zset)
-- ARGV[1] key prefix          ARGV[2] second to begin at, or '-inf'   ARGV[3] index in it to begin at
-- ARGV[4] last second, '+inf', or 'now': until the time of Redis, and seconds without jobs are removed on the way
-- ARGV[5] most jobs           ARGV[6] most bytes (one job is always read)
-- Answers {time of Redis in microseconds, second and index to go on at or '' when there is no more, then second and
-- item of each job}. What is no list, or no second, is passed over.
local time = redis.call('TIME')
local due = ARGV[4] == 'now'
local last = due and time[1] or ARGV[4]
local room, bytes = tonumber(ARGV[5]), tonumber(ARGV[6])
local from, index = ARGV[2], tonumber(ARGV[3])
local answer = { string.format('%.0f', time[1] * 1000000 + time[2]), '', 0 }

local function stop(second, position)
  answer[2], answer[3] = second, position
  return answer
end

local function read(second, list, first)
  while true do
    local items = redis.call('LRANGE', list, first, first + math.min(room, 100) - 1)
    for i, item in ipairs(items) do
      if room == 0 or (bytes <= 0 and #answer > 3) then
        return first + i - 1
      end
      answer[#answer + 1] = second
      answer[#answer + 1] = item
      room, bytes = room - 1, bytes - #item
    end
    first = first + #items
    if #items == 0 then
      return nil
    end
    if room == 0 then
      return first
    end
  end
end

local offset = 0
while true do
  local seconds = redis.call('ZRANGEBYSCORE', KEYS[1], from, last, 'LIMIT', offset, 100)
  for _, second in ipairs(seconds) do
    local list = ARGV[1] .. 'delayed:' .. second
    local length = redis.pcall('LLEN', list)
    if length == 0 then
      if due then
        redis.call('ZREM', KEYS[1], second)
        offset = offset - 1
      end
    elseif type(length) == 'number' and tonumber(second) then
      if room == 0 then
        return stop(second, 0)
      end
      local rest = read(second, list, (second == from) and index or 0)
      if rest and rest < length then
        return stop(second, rest)
      end
    end
  end
  if #seconds < 100 then
    return answer
  end
  -- Behind the last one; where it is no number, by counting.
  if tonumber(seconds[#seconds]) then
    from, offset = '(' .. seconds[#seconds], 0
  else
    offset = offset + 100
  end
end
