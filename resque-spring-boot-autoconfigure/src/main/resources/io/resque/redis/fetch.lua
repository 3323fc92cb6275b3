-- Moves jobs from the heads of the queues, in the order of the queues, into the in-flight hash of one process.
-- KEYS[1] leases (zset)            KEYS[2] in-flight jobs of the process (hash)
-- KEYS[3] last token (string)      KEYS[4] pause-all-workers (string)
-- KEYS[5] suspects (zset)          KEYS[6] kinds of jobs that are paused (set)
-- KEYS[7] places of what is aside (set)   KEYS[8..] queues (lists)
-- ARGV[1] process id               ARGV[2] fetch id, without ':'
-- ARGV[3] most jobs                ARGV[4] most payload bytes (one job is always allowed)
-- ARGV[5] '1' when one suspect may be handed out   ARGV[6] key prefix of queues   ARGV[7] key prefix of pauses
-- ARGV[8] key prefix of what is aside
-- Answers {status, unreadable queues, numbers of paused ones, first token, whether the last job is a suspect, then for each queue:
-- number, number of jobs, payloads}; status is 'ok', 'paused' or 'lease-lost' (nothing is moved then). Tokens follow each other,
-- queue numbers count from 0. A queue that is no list is skipped and named with Redis' error text, a paused one is skipped; what was
-- popped before it stays fetched. Jobs of a paused kind go aside, 1,000 or 2 MB in a call:
-- then the status is 'more' instead of 'ok', and the queues were not seen to their ends. Any other error ends the fetch, and is the answer when nothing was popped.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return {'lease-lost', {}, {}}
end
local pauseAll = redis.pcall('GET', KEYS[4])
if type(pauseAll) == 'string' and string.match(string.lower(pauseAll), '^%s*true%s*$') then
  return {'paused', {}, {}}
end
local room, bytes = tonumber(ARGV[3]), tonumber(ARGV[4])
local suspectAllowed = ARGV[5] == '1'
local suspectsExist = redis.call('EXISTS', KEYS[5]) == 1
local unreadable, paused, payloads = {}, {}, {}
-- Where in payloads each queue begins that jobs came from.
local sources = {}
local lastIsSuspect = false
local refusal

-- Queues count from 1 here: KEYS[7 + queue] is the key.
local function name(queue) return string.sub(KEYS[7 + queue], #ARGV[6] + 1) end

local pausedKinds, aside = {}, 0
for _, kind in ipairs(redis.pcall('SMEMBERS', KEYS[6])) do
  pausedKinds[kind] = true
end

-- Whether a job is of a paused kind and has gone aside.
local function putAside(payload, queue)
  local read, job = pcall(cjson.decode, payload)
  local kind = read and type(job) == 'table' and job.class
  if not pausedKinds[kind] then
    return false
  end
  local place = #kind .. ':' .. kind .. name(queue)
  if type(redis.pcall('SADD', KEYS[7], place)) ~= 'number' or type(redis.pcall('RPUSH', ARGV[8] .. place, payload)) ~= 'number' then
    return false
  end
  aside = aside + 1 + #payload / 2000
  return true
end

local function take(payload, queue)
  local source = sources[#sources]
  if not source or source.queue ~= queue then
    source = { queue = queue, first = #payloads + 1 }
    sources[#sources + 1] = source
  end
  payloads[#payloads + 1] = payload
  source.last = #payloads
  room = room - 1
  bytes = bytes - #payload
end

local function skip(queue, problem)
  if string.find(problem.err, 'WRONGTYPE', 1, true) then
    unreadable[#unreadable + 1] = name(queue) .. ': ' .. problem.err
  else
    refusal = problem
  end
end

-- Suspects leave alone: a fetch that carries one carries nothing behind it.
local function takeCarefully(key, queue)
  while room > 0 and (bytes > 0 or #payloads == 0) and aside < 1000 do
    local head = redis.pcall('LINDEX', key, 0)
    if type(head) == 'table' then
      return skip(queue, head)
    end
    if not head then
      return
    end
    local suspect = redis.call('ZSCORE', KEYS[5], redis.sha1hex(head))
    if suspect and not suspectAllowed then
      return
    end
    local popped = redis.pcall('LPOP', key)
    if type(popped) == 'table' then
      return skip(queue, popped)
    end
    if not (next(pausedKinds) and putAside(head, queue)) then
      take(head, queue)
      lastIsSuspect = suspect and true
      room = suspect and 0 or room
    end
  end
end

-- Few at first: how many there is room for in bytes is known only when some have been seen.
local function takeMany(key, queue)
  local few = 50
  while room > 0 and (bytes > 0 or #payloads == 0) and aside < 1000 do
    local wanted = math.min(room, few)
    local popped = redis.pcall('LPOP', key, wanted)
    if not popped then
      return
    end
    if popped.err then
      return skip(queue, popped)
    end
    local before, kept = bytes, 0
    while kept < #popped and (bytes > 0 or #payloads == 0) and aside < 1000 do
      kept = kept + 1
      if not (next(pausedKinds) and putAside(popped[kept], queue)) then
        take(popped[kept], queue)
      end
    end
    for i = #popped, kept + 1, -1 do
      redis.call('LPUSH', key, popped[i])
    end
    if #popped < wanted then
      return
    end
    few = next(pausedKinds) and few or math.max(1, math.min(few * 10, math.floor(bytes * kept / (before - bytes + 1))))
  end
end

for i = 8, #KEYS do
  if room <= 0 or aside >= 1000 or (bytes <= 0 and #payloads > 0) or refusal then
    break
  end
  if redis.call('EXISTS', ARGV[7] .. name(i - 7)) == 1 then
    paused[#paused + 1] = i - 8
  elseif suspectsExist then
    takeCarefully(KEYS[i], i - 7)
  else
    takeMany(KEYS[i], i - 7)
  end
end

-- Redis undoes nothing of a script that fails: what cannot be put in flight goes back.
local function putBack(first, problem)
  for s = #sources, 1, -1 do
    for i = sources[s].last, math.max(first, sources[s].first), -1 do
      redis.call('LPUSH', KEYS[7 + sources[s].queue], payloads[i])
    end
  end
  return problem
end

if #payloads == 0 then
  return refusal or { aside < 1000 and 'ok' or 'more', unreadable, paused }
end
-- The clock in microseconds, or what follows the last token: tokens grow, also when Redis has lost its data.
local time = redis.call('TIME')
local token = math.max(tonumber(redis.pcall('GET', KEYS[3])) or 0, time[1] * 1000000 + time[2])
local kept = redis.pcall('SET', KEYS[3], string.format('%.0f', token + #payloads))
if kept.err then
  return putBack(1, kept)
end
-- So many jobs are written in one command: Lua passes a bounded number of arguments.
local chunk = 1000
local answer = { aside < 1000 and 'ok' or 'more', unreadable, paused, string.format('%.0f', token + 1), lastIsSuspect and 1 or 0 }
for _, source in ipairs(sources) do
  local queue = name(source.queue)
  local head = ARGV[2] .. ':' .. #queue .. ':' .. queue
  answer[#answer + 1] = source.queue - 1
  answer[#answer + 1] = source.last - source.first + 1
  for first = source.first, source.last, chunk do
    local fields = {}
    for i = first, math.min(first + chunk - 1, source.last) do
      fields[#fields + 1] = string.format('%.0f', token + i)
      fields[#fields + 1] = head .. payloads[i]
      answer[#answer + 1] = payloads[i]
    end
    local written = redis.pcall('HSET', KEYS[2], unpack(fields))
    if type(written) ~= 'number' then
      return putBack(first, written)
    end
  end
end
return answer
