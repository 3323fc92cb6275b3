-- Acknowledges jobs as finish.lua does, each together with what else is to happen in the same step: that it runs again, and
-- further commands. What is no longer in flight changes nothing.
-- KEYS[1] in-flight jobs of the process (hash)   KEYS[2] start marks of the process (hash)
-- KEYS[3] stat:processed (string)                KEYS[4] stat:failed (string)
-- KEYS[5] failed_queues (set)                    KEYS[6] suspects (zset)
-- KEYS[7] crash trails (hash)                    KEYS[8] queues (set)
-- KEYS[9] delayed_queue_schedule (zset)
-- ARGV[1] key prefix
-- ARGV[2..] for each job: token, worker id, '1' when it counts as failed, list for its failed entry ('failed' or that of one
-- queue) or '', the entry, digest of a suspect or '', '1' when a worker record was written, '1' when stat:processed counts it, where it goes ('' nowhere, 'queue',
-- 'delayed'), queue, delay in milliseconds, payload or item of a delayed job, number of commands, then for each: number of
-- its words, words
-- Answers for each job: 1 acknowledged, 0 no longer in flight, -1 the failed list or its new place is no list (the job stays in
-- flight); a text when it is acknowledged, but Redis refused a command: its error.
local prefix = ARGV[1]
local places = {}

places[''] = function()
  return 1
end

function places.queue(queue, _, payload)
  local pushed = redis.pcall('RPUSH', prefix .. 'queue:' .. queue, payload)
  if type(pushed) == 'number' then
    redis.pcall('SADD', KEYS[8], queue)
  end
  return pushed
end

-- As delay.lua: not to a second that has come, or is about to.
function places.delayed(_, delay, item)
  local time = redis.call('TIME')
  local due = math.floor((time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(delay)) / 1000)
  local second = string.format('%.0f', math.max(due, time[1] + 1))
  local list, index = prefix .. 'delayed:' .. second, prefix .. 'timestamps:' .. item
  local scheduled = redis.pcall('ZADD', KEYS[9], second, second)
  if type(scheduled) ~= 'number' then
    return scheduled
  end
  local pushed = redis.pcall('RPUSH', list, item)
  if type(pushed) ~= 'number' then
    return pushed
  end
  local indexed = redis.pcall('SADD', index, 'delayed:' .. second)
  if type(indexed) ~= 'number' then
    redis.call('RPOP', list)
  end
  return indexed
end

-- Forgetting first lets the script go on when Redis is out of memory: only a script's first write is refused then.
local function put(token, failures, entry, place, queue, delay, bytes)
  local value = redis.call('HGET', KEYS[1], token)
  if not value then
    return 0
  end
  redis.call('HDEL', KEYS[1], token)
  local known = failures == '' or failures == 'failed' or redis.pcall('SADD', KEYS[5], failures)
  local recorded = type(known) == 'table' and known or failures == '' or redis.pcall('RPUSH', prefix .. failures, entry)
  if type(recorded) ~= 'table' then
    if type(places[place](queue, delay, bytes)) == 'number' then
      return 1
    end
    if failures ~= '' then
      redis.call('RPOP', prefix .. failures)
    end
  end
  redis.call('HSET', KEYS[1], token, value)
  return -1
end

local function count(worker, failed, counted)
  if failed == '1' then
    redis.pcall('INCR', KEYS[4])
    redis.pcall('INCR', prefix .. 'stat:failed:' .. worker)
  end
  if counted == '1' then
    redis.pcall('INCR', KEYS[3])
    redis.pcall('INCR', prefix .. 'stat:processed:' .. worker)
  end
end

local answer = {}
local next = 2
while next <= #ARGV do
  local token, worker, failed, failures, entry, digest, recorded, counted = unpack(ARGV, next, next + 7)
  local result = put(token, failures, entry, unpack(ARGV, next + 8, next + 11))
  if result ~= -1 and recorded == '1' then
    redis.call('DEL', prefix .. 'worker:' .. worker)
  end
  if result == 1 then
    redis.call('HDEL', KEYS[2], token)
    count(worker, failed, counted)
    if digest ~= '' then
      redis.call('ZREM', KEYS[6], digest)
      redis.call('HDEL', KEYS[7], digest)
    end
  end
  local commands = tonumber(ARGV[next + 12])
  next = next + 13
  local acknowledged = result == 1
  for _ = 1, commands do
    local words = tonumber(ARGV[next])
    if acknowledged then
      local reply = redis.pcall(unpack(ARGV, next + 1, next + words))
      if type(reply) == 'table' and reply.err then
        result = reply.err
      end
    end
    next = next + words + 1
  end
  answer[#answer + 1] = result
end
return answer
