-- Acknowledges jobs: forgets them in flight, counts them, records the failed ones. What is no longer in flight changes nothing.
-- KEYS[1] in-flight jobs of the process (hash)   KEYS[2] start marks of the process (hash)
-- KEYS[3] stat:processed (string)                KEYS[4] stat:failed (string)
-- KEYS[5] failed_queues (set)                    KEYS[6] suspects (zset)
-- KEYS[7] crash trails (hash)
-- ARGV[1] key prefix, for stat:processed:<worker>, stat:failed:<worker>, worker:<worker> and lists of failed entries
-- ARGV[2] number of workers that have nothing to tell but what they performed; for each: worker id, number of tokens
-- (at most 1,000 in all), tokens
-- then eight for each other job: token, worker id, '1' when it counts as failed, list for its failed entry ('failed' or
-- that of one queue) or '', the entry, digest of a suspect or '', '1' when a worker record was written, '1' when
-- stat:processed counts it
-- Answers one integer for each job, in this order: 1 acknowledged, 0 no longer in flight, -1 its failure could not be
-- recorded because the key of the failed list is no list, or that of failed_queues no set (the job stays in flight).
local answer = {}
local next = 3

-- Jobs that were performed, in so few commands that a flood of short jobs costs next to nothing.
local tokens, workers = {}, {}
for _ = 1, ARGV[2] do
  local worker, count = ARGV[next], tonumber(ARGV[next + 1])
  next = next + 2
  for i = next, next + count - 1 do
    tokens[#tokens + 1] = ARGV[i]
    workers[#workers + 1] = worker
  end
  next = next + count
end
if #tokens > 0 then
  local values = redis.call('HMGET', KEYS[1], unpack(tokens))
  local performed = {}
  for i = 1, #tokens do
    if values[i] then
      performed[workers[i]] = (performed[workers[i]] or 0) + 1
    end
    answer[i] = values[i] and 1 or 0
  end
  local forgotten = redis.call('HDEL', KEYS[1], unpack(tokens))
  if redis.call('EXISTS', KEYS[2]) == 1 then
    redis.call('HDEL', KEYS[2], unpack(tokens))
  end
  if forgotten > 0 then
    redis.pcall('INCRBY', KEYS[3], forgotten)
  end
  for worker, count in pairs(performed) do
    redis.pcall('INCRBY', ARGV[1] .. 'stat:processed:' .. worker, count)
  end
end

local function record(list, entry)
  return (list == 'failed' or type(redis.pcall('SADD', KEYS[5], list)) == 'number')
    and type(redis.pcall('RPUSH', ARGV[1] .. list, entry)) == 'number'
end

for i = next, #ARGV, 8 do
  local token, worker, failed, list, entry = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local digest, recorded, counted = ARGV[i + 5], ARGV[i + 6], ARGV[i + 7]
  local value = redis.call('HGET', KEYS[1], token)
  local result = 0
  if value then
    result = 1
    -- Forgetting first lets the script go on when Redis is out of memory: only a script's first write is refused then.
    redis.call('HDEL', KEYS[1], token)
    if list ~= '' and not record(list, entry) then
      redis.call('HSET', KEYS[1], token, value)
      result = -1
    end
  end
  if result ~= -1 and recorded == '1' then
    redis.call('DEL', ARGV[1] .. 'worker:' .. worker)
  end
  if result == 1 then
    redis.call('HDEL', KEYS[2], token)
    if failed == '1' then
      redis.pcall('INCR', KEYS[4])
      redis.pcall('INCR', ARGV[1] .. 'stat:failed:' .. worker)
    end
    if counted == '1' then
      redis.pcall('INCR', KEYS[3])
      redis.pcall('INCR', ARGV[1] .. 'stat:processed:' .. worker)
    end
    if digest ~= '' then
      redis.call('ZREM', KEYS[6], digest)
      redis.call('HDEL', KEYS[7], digest)
    end
  end
  answer[#answer + 1] = result
end
return answer
