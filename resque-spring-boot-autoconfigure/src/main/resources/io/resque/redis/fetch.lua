-- Moves jobs from the heads of the queues, in the order of the queues, into the in-flight hash of one process.
-- KEYS[1] leases (zset)            KEYS[2] in-flight jobs of the process (hash)
-- KEYS[3] last token (string)      KEYS[4] pause-all-workers (string)
-- KEYS[5] suspects (zset)          KEYS[6..] queues (lists)
-- ARGV[1] process id               ARGV[2] fetch id, without ':'
-- ARGV[3] most jobs                ARGV[4] most payload bytes (one job is always allowed)
-- ARGV[5] '1' when one suspect may be handed out
-- ARGV[6..] queue names, one for each KEYS[6..]
-- Answers {status, unreadable queues, token, queue number, suspect, payload, token, ...}; status is 'ok', 'paused' or
-- 'lease-lost' (nothing is moved then). Queue numbers count from 0. A queue that is no list is skipped and named with
-- Redis' error text in the second element; what was popped before it stays fetched.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return {'lease-lost', {}}
end
local paused = redis.pcall('GET', KEYS[4])
if type(paused) == 'string' and string.match(string.lower(paused), '^%s*true%s*$') then
  return {'paused', {}}
end
local room, bytes = tonumber(ARGV[3]), tonumber(ARGV[4])
local suspectAllowed = ARGV[5] == '1'
local suspectsExist = redis.call('EXISTS', KEYS[5]) == 1
local unreadable, jobs = {}, {}

local function take(payload, queue, suspect)
  jobs[#jobs + 1] = { payload = payload, queue = queue, suspect = suspect }
  room = room - 1
  bytes = bytes - #payload
end

-- Suspects leave alone: a fetch that carries one carries nothing behind it.
local function takeCarefully(key, queue)
  while room > 0 and (bytes > 0 or #jobs == 0) do
    local head = redis.pcall('LINDEX', key, 0)
    if type(head) == 'table' then
      unreadable[#unreadable + 1] = ARGV[5 + queue] .. ': ' .. head.err
      return
    end
    if not head then
      return
    end
    local suspect = redis.call('ZSCORE', KEYS[5], redis.sha1hex(head))
    if suspect and not suspectAllowed then
      return
    end
    redis.call('LPOP', key)
    take(head, queue, suspect)
    if suspect then
      room = 0
    end
  end
end

local function takeMany(key, queue)
  local popped = redis.pcall('LPOP', key, room)
  if not popped then
    return
  end
  if popped.err then
    unreadable[#unreadable + 1] = ARGV[5 + queue] .. ': ' .. popped.err
    return
  end
  local kept = 0
  while kept < #popped and (bytes > 0 or #jobs == 0) do
    kept = kept + 1
    take(popped[kept], queue, false)
  end
  for i = #popped, kept + 1, -1 do
    redis.call('LPUSH', key, popped[i])
  end
end

for i = 6, #KEYS do
  if room <= 0 or (bytes <= 0 and #jobs > 0) then
    break
  end
  if suspectsExist then
    takeCarefully(KEYS[i], i - 5)
  else
    takeMany(KEYS[i], i - 5)
  end
end

-- Redis undoes nothing of a script that fails: what cannot be put in flight goes back.
local function putBack(first, problem)
  for i = #jobs, first, -1 do
    redis.call('LPUSH', KEYS[5 + jobs[i].queue], jobs[i].payload)
  end
  return problem
end

local answer = { 'ok', unreadable }
if #jobs > 0 then
  -- The clock in microseconds, or what follows the last token: tokens grow, also when Redis has lost its data.
  local time = redis.call('TIME')
  local token = math.max(tonumber(redis.pcall('GET', KEYS[3])) or 0, time[1] * 1000000 + time[2])
  local kept = redis.pcall('SET', KEYS[3], string.format('%.0f', token + #jobs))
  if kept.err then
    return putBack(1, kept)
  end
  for i, job in ipairs(jobs) do
    token = token + 1
    local queue = ARGV[5 + job.queue]
    local value = ARGV[2] .. ':' .. #queue .. ':' .. queue .. job.payload
    local written = redis.pcall('HSET', KEYS[2], string.format('%.0f', token), value)
    if type(written) ~= 'number' then
      return putBack(i, written)
    end
    answer[#answer + 1] = string.format('%.0f', token)
    answer[#answer + 1] = job.queue - 1
    answer[#answer + 1] = job.suspect and 1 or 0
    answer[#answer + 1] = job.payload
  end
end
return answer
