-- Takes delayed jobs from their seconds and puts them elsewhere, each at once and at most once.
-- KEYS[1] delayed_queue_schedule (zset)   KEYS[2] queues (set)   KEYS[3] failed_queues (set)
-- KEYS[4] master lock (string)            KEYS[5] our last scheduler (hash: term, holder)
-- ARGV[1] key prefix   ARGV[2] holder of the lock, or '' to move without it   ARGV[3] its term
-- ARGV[4] how many jobs equal to one its second must have: with fewer, somebody else has taken one, and it is gone
-- ARGV[5..] for each job: second, item, where to, name, bytes. Where to: 'queue' (name: the queue, bytes: the payload),
-- 'failed' (name: its list, 'failed' or that of one queue; bytes: the entry), 'later' (name: another second), 'nowhere'.
-- Answers a text with a letter for each job: 'm' moved, 'g' gone already, 'e' refused (the queue or the failed list is no
-- list), and the job is where it was. 'lost' when the holder no longer has the lock: nothing is moved then.
if ARGV[2] ~= '' and (redis.call('GET', KEYS[4]) ~= ARGV[2] or redis.call('HGET', KEYS[5], 'term') ~= ARGV[3]) then
  return 'lost'
end
local prefix = ARGV[1]
local places = {}

function places.queue(queue, payload)
  local pushed = redis.pcall('RPUSH', prefix .. 'queue:' .. queue, payload)
  if type(pushed) == 'number' then
    redis.pcall('SADD', KEYS[2], queue)
  end
  return pushed
end

function places.failed(list, entry)
  local known = list == 'failed' or redis.pcall('SADD', KEYS[3], list)
  return type(known) == 'table' and known or redis.pcall('RPUSH', prefix .. list, entry)
end

function places.later(second, _, item)
  local pushed = redis.pcall('RPUSH', prefix .. 'delayed:' .. second, item)
  if type(pushed) == 'number' then
    redis.call('ZADD', KEYS[1], second, second)
    redis.call('SADD', prefix .. 'timestamps:' .. item, 'delayed:' .. second)
  end
  return pushed
end

function places.nowhere()
  return 1
end

local answer, seconds, least = {}, {}, tonumber(ARGV[4])
for i = 5, #ARGV, 5 do
  local second, item = ARGV[i], ARGV[i + 1]
  local list = prefix .. 'delayed:' .. second
  local letter = 'g'
  local there = least <= 1 or redis.call('LPOS', list, item, 'RANK', least)
  if there and redis.call('LREM', list, 1, item) == 1 then
    local index, place = prefix .. 'timestamps:' .. item, 'delayed:' .. second
    -- First: the other second may be the same one.
    -- An equal job that stays keeps its place there; only one job is worth looking for another.
    if #ARGV > 9 or not redis.call('LPOS', list, item) then
      redis.call('SREM', index, place)
    end
    letter = 'm'
    if type(places[ARGV[i + 2]](ARGV[i + 3], ARGV[i + 4], item)) ~= 'number' then
      redis.call('LPUSH', list, item)
      redis.call('SADD', index, place)
      letter = 'e'
    end
  end
  answer[#answer + 1] = letter
  seconds[second] = list
end
for second, list in pairs(seconds) do
  if redis.call('EXISTS', list) == 0 then
    redis.call('ZREM', KEYS[1], second)
  end
end
return table.concat(answer)
