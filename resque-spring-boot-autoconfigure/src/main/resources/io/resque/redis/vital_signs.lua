-- Reads what monitors want to know, in one call.
-- KEYS[1] queues (set)            KEYS[2] workers (set)           KEYS[3] workers:heartbeat (hash)   KEYS[4] leases (zset)
-- KEYS[5] failed_queues (set)     KEYS[6] failed (list)           KEYS[7] stat:processed (string)    KEYS[8] stat:failed (string)
-- KEYS[9] delayed_queue_schedule (zset)
-- ARGV[1] key prefix   ARGV[2] most members of a set that are looked at   ARGV[3] most seconds with delayed jobs
-- ARGV[4] most bytes of heads of queues   ARGV[5] how a payload begins whose args[0] may have enqueued_at
-- Answers {time of Redis in milliseconds, stat:processed, stat:failed, number of failed entries, number of delayed jobs,
-- 1 when everything was looked at or else 0, {queue, length, enqueued_at of its head, …}, {worker, heartbeat, 1 when it
-- works or else 0, …}, {process whose lease holds, …}}. What is missing, or of another type, is '' or 0; the length is -1
-- where the key is no list.
local prefix, most = ARGV[1], tonumber(ARGV[2])
local complete = 1

-- A key of another type counts as nothing; whatever else Redis refuses is told.
local function checked(answer)
  if type(answer) == 'table' and answer.err then
    if not string.find(answer.err, 'WRONGTYPE', 1, true) then
      error(answer.err)
    end
    return nil
  end
  return answer
end

local function size(key)
  return checked(redis.pcall('LLEN', key)) or -1
end

local function text(key)
  return checked(redis.pcall('GET', key)) or ''
end

local function members(key)
  local count = checked(redis.pcall('SCARD', key)) or 0
  if count <= most then
    return count > 0 and redis.call('SMEMBERS', key) or {}
  end
  complete = 0
  local some = redis.call('SSCAN', key, '0', 'COUNT', most)[2]
  while #some > most do
    some[#some] = nil
  end
  return some
end

-- Only what ActiveJob of Rails has put on a queue knows when that was.
local room = tonumber(ARGV[4])
local function enqueued(queue)
  local head = room > 0 and redis.call('LINDEX', queue, 0)
  if not head then
    return ''
  end
  room = room - #head
  if string.sub(head, 1, #ARGV[5]) ~= ARGV[5] then
    return ''
  end
  local ok, job = pcall(cjson.decode, head)
  local args = ok and type(job) == 'table' and job.args
  local first = type(args) == 'table' and args[1]
  local time = type(first) == 'table' and first.enqueued_at
  return type(time) == 'string' and time or ''
end

local queues = {}
for _, queue in ipairs(members(KEYS[1])) do
  local key = prefix .. 'queue:' .. queue
  local length = size(key)
  queues[#queues + 1] = queue
  queues[#queues + 1] = length
  queues[#queues + 1] = length > 0 and enqueued(key) or ''
end

local failed = math.max(0, size(KEYS[6]))
for _, list in ipairs(members(KEYS[5])) do
  if list ~= 'failed' and string.sub(list, -7) == '_failed' and string.sub(list, 1, 6) ~= 'queue:' then
    failed = failed + math.max(0, size(prefix .. list))
  end
end

local workers = {}
for _, worker in ipairs(members(KEYS[2])) do
  workers[#workers + 1] = worker
  workers[#workers + 1] = checked(redis.pcall('HGET', KEYS[3], worker)) or ''
  workers[#workers + 1] = redis.call('EXISTS', prefix .. 'worker:' .. worker)
end

-- Each further second has a job at least.
local delayed = 0
local seconds = checked(redis.pcall('ZCARD', KEYS[9])) or 0
if seconds > 0 then
  for _, second in ipairs(redis.call('ZRANGE', KEYS[9], 0, ARGV[3] - 1)) do
    delayed = delayed + math.max(0, size(prefix .. 'delayed:' .. second))
  end
  if seconds > tonumber(ARGV[3]) then
    delayed = delayed + seconds - ARGV[3]
    complete = 0
  end
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local processes = checked(redis.pcall('ZRANGEBYSCORE', KEYS[4], now, '+inf', 'LIMIT', 0, most)) or {}
return { now, text(KEYS[7]), text(KEYS[8]), failed, delayed, complete, queues, workers, processes }
