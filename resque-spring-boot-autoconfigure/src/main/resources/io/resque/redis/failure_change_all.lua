-- Retries or removes many failed entries, each if it still has the bytes that were read.
-- KEYS[1] list of failed entries   KEYS[2] queues (set)   KEYS[3] groups (hash)
-- ARGV[1] prefix of queues   ARGV[2] index of the oldest entry that was read   ARGV[3] that of the newest one to change
-- ARGV[4..] five for each: index, SHA-1 of the entry in hex, the entry with retried_at or '' to remove it, queue name or '' not to retry it, payload
-- Answers for each 1 done, 0 gone, -1 its queue is no list; for the first ones only, at least 25, where the list is long and slow. When others removed entries below, those read have moved down:
-- each is looked for in the whole stretch; what has left it at the lower end is for who reads further down.
local first = tonumber(ARGV[2])
local window = redis.call('LRANGE', KEYS[1], first, ARGV[3])
local places
local function find(index, sha1)
  local entry = window[index - first + 1]
  if entry and redis.sha1hex(entry) == sha1 then
    return index - first + 1
  end
  if not places then
    places = {}
    for i = 1, #window do
      if window[i] then
        local digest = redis.sha1hex(window[i])
        places[digest] = places[digest] or {}
        table.insert(places[digest], i)
      end
    end
  end
  for _, i in ipairs(places[sha1] or {}) do
    if window[i] then
      return i
    end
  end
end
local function push(queue, payload)
  local new = redis.call('SADD', KEYS[2], queue)
  local pushed = redis.pcall('RPUSH', ARGV[1] .. queue, payload)
  if type(pushed) ~= 'number' and new == 1 then
    redis.call('SREM', KEYS[2], queue)
  end
  return pushed
end
local answer, removed, problem = {}, 0, nil
-- Redis walks to an entry from the nearer end.
local distance = math.max(1, math.min(first, redis.call('LLEN', KEYS[1]) - first))
local most = math.max(25, math.floor(10000000 / distance))
for a = 4, math.min(#ARGV, 3 + most * 5), 5 do
  local place = find(tonumber(ARGV[a]), ARGV[a + 1])
  local pushed = place and ARGV[a + 3] ~= '' and push(ARGV[a + 3], ARGV[a + 4])
  if type(pushed) == 'table' then
    if not string.find(pushed.err, 'WRONGTYPE', 1, true) then
      problem = pushed
      break
    end
    table.insert(answer, -1)
  elseif place then
    redis.call('LSET', KEYS[1], first + place - 1, ARGV[a + 2])
    window[place] = false
    removed = removed + (ARGV[a + 2] == '' and 1 or 0)
    table.insert(answer, 1)
  else
    table.insert(answer, 0)
  end
end
if removed > 0 then
  local fromTail = first > redis.call('LLEN', KEYS[1]) / 2
  redis.call('LREM', KEYS[1], fromTail and -removed or removed, '')
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  redis.pcall('HINCRBY', KEYS[3], 'changes', 1)
end
return problem or answer
