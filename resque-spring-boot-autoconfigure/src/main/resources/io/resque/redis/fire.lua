-- Enqueues the job of a schedule that is due, and moves the schedule on to its next occurrence: both or neither.
-- KEYS[1] master lock (string)   KEYS[2] our last scheduler (hash: term, holder)   KEYS[3] states of the schedules (hash)
-- KEYS[4] queues (set)           KEYS[5] queue (list)                               KEYS[6] last enqueued (hash)
-- KEYS[7] history (list)         KEYS[8] leases (zset)                              KEYS[9] workers (set)
-- ARGV[1] holder of the lock     ARGV[2] its term       ARGV[3] name of the schedule
-- ARGV[4] state that was seen, '' for none              ARGV[5] next state
-- ARGV[6] queue                  ARGV[7] payload        ARGV[8] how often to enqueue it, 0 to move on only
-- ARGV[9] present time for Ruby  ARGV[10] key prefix    ARGV[11] control channel
-- ARGV[12] what becomes of equal jobs that wait or run: 'keep'; 'cancel', unless one has no record yet; 'cancel-known'
-- ARGV[13..] entries for the history, oldest first
-- Answers 'fired', or 'cancelled' when it has also removed a waiting job or ordered the end of a running one; or with
-- nothing changed: 'lost' when the holder no longer has the lock, 'changed' when the state is another one, 'refused' when
-- the queue is no list, 'starting' when the job that is to be cancelled has no record yet, or any other error of Redis.
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'term') ~= ARGV[2] then
  return 'lost'
end
if (redis.call('HGET', KEYS[3], ARGV[3]) or '') ~= ARGV[4] then
  return 'changed'
end

-- Workers that perform an equal job, by their records, in which the payload comes last.
local function performing()
  local tail, found = '"payload":' .. ARGV[7] .. '}', {}
  for _, worker in ipairs(redis.call('SMEMBERS', KEYS[9])) do
    local record = redis.pcall('GET', ARGV[10] .. 'worker:' .. worker)
    if type(record) == 'string' and string.sub(record, -#tail) == tail then
      local ok, members = pcall(cjson.decode, record)
      if ok and members.queue == ARGV[6] then
        found[#found + 1] = { id = worker, digest = redis.sha1hex(record) }
      end
    end
  end
  return found
end

-- Whether a process of ours has such a job without a record of it.
local function anyStarting(workers)
  local tail = ':' .. #ARGV[6] .. ':' .. ARGV[6] .. ARGV[7]
  for _, process in ipairs(redis.call('ZRANGE', KEYS[8], 0, -1)) do
    local unknown = 0
    for _, job in ipairs(redis.call('HVALS', ARGV[10] .. 'spring:inflight:' .. process)) do
      unknown = unknown + (string.sub(job, -#tail) == tail and 1 or 0)
    end
    for _, worker in ipairs(workers) do
      local ours = string.find(worker.id, '.' .. string.sub(process, 1, 6) .. ':', 1, true)
      unknown = unknown - (ours and 1 or 0)
    end
    if unknown > 0 then
      return true
    end
  end
  return false
end

local workers = ARGV[12] ~= 'keep' and performing() or {}
if ARGV[12] == 'cancel' and anyStarting(workers) then
  return 'starting'
end

-- Redis undoes nothing of a script that fails, so what may be refused comes first, and is taken back.
local moved = redis.pcall('HSET', KEYS[3], ARGV[3], ARGV[5])
if type(moved) ~= 'number' then
  return moved
end

local function takeBack(problem)
  if ARGV[4] == '' then
    redis.call('HDEL', KEYS[3], ARGV[3])
  else
    redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
  end
  return string.find(problem.err, 'WRONGTYPE', 1, true) and 'refused' or problem
end

local times = tonumber(ARGV[8])
for i = 1, times do
  local pushed = redis.pcall('RPUSH', KEYS[5], ARGV[7])
  if type(pushed) ~= 'number' then
    return takeBack(pushed)
  end
end
if times > 0 then
  -- Whatever becomes of these, the job is on its queue.
  redis.pcall('SADD', KEYS[4], ARGV[6])
  redis.pcall('HSET', KEYS[6], ARGV[3], ARGV[9])
end
local cancelled = 0
if ARGV[12] ~= 'keep' then
  local places = redis.pcall('LPOS', KEYS[5], ARGV[7], 'COUNT', 0)
  local waiting = places.err and 0 or #places - times
  local removed = waiting > 0 and redis.pcall('LREM', KEYS[5], waiting, ARGV[7])
  cancelled = type(removed) == 'number' and removed or 0
end
for _, worker in ipairs(workers) do
  local told = redis.pcall('PUBLISH', ARGV[11], 'kill ' .. worker.digest .. ' ' .. worker.id)
  cancelled = cancelled + (type(told) == 'number' and 1 or 0)
end
for i = 13, #ARGV do
  redis.pcall('LPUSH', KEYS[7], ARGV[i])
end
redis.pcall('LTRIM', KEYS[7], 0, 49)
return cancelled > 0 and 'cancelled' or 'fired'
