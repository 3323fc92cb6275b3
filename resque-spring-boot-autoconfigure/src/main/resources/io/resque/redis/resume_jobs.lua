-- Ends the pause of one kind of jobs, and puts those that are aside back to the heads of their queues, in their order.
-- KEYS[1] kinds of jobs that are paused (set)   KEYS[2] places of what is aside (set)   KEYS[3] queues (set)
-- ARGV[1] key prefix of queues   ARGV[2] key prefix of what is aside   ARGV[3] the kind
-- A place is '<length of the kind>:<kind><queue>', and the key of its list ends with it.
-- Answers 1, 0 when there was nothing to resume, -1 when a queue or what is aside is no list: that stays as it is, and the kind
-- paused.
local function length(list)
  local size = redis.pcall('LLEN', list)
  return type(size) == 'number' and size or -1
end

local head = #ARGV[3] .. ':' .. ARGV[3]
local resumed, left = 0, false
for _, place in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  if string.sub(place, 1, #head) == head then
    local queue = string.sub(place, #head + 1)
    local aside, list = ARGV[2] .. place, ARGV[1] .. queue
    local waiting, behind = length(aside), length(list)
    if waiting >= 0 and behind >= 0 then
      -- The shorter one moves.
      if waiting <= behind then
        for _ = 1, waiting do
          redis.call('LMOVE', aside, list, 'RIGHT', 'LEFT')
        end
      else
        for _ = 1, behind do
          redis.call('LMOVE', list, aside, 'LEFT', 'RIGHT')
        end
        redis.call('RENAME', aside, list)
      end
      if waiting > 0 then
        redis.pcall('SADD', KEYS[3], queue)
      end
      resumed = redis.call('SREM', KEYS[2], place)
    else
      left = true
    end
  end
end
if left then
  return -1
end
return math.max(resumed, redis.call('SREM', KEYS[1], ARGV[3]))
