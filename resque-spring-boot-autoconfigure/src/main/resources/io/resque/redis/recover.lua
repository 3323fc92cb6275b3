-- Takes jobs from a dead process: back to the heads of their queues, or to the failed list.
-- KEYS[1] dead processes (zset)                   KEYS[2] in-flight jobs of the dead process (hash)
-- KEYS[3] start marks of the dead process (hash)  KEYS[4] queues (set)
-- KEYS[5] failed_queues (set)                     KEYS[6] suspects (zset)    KEYS[7] crash trails (hash)
-- ARGV[1] dead process id   ARGV[2] key prefix   ARGV[3] for how many milliseconds a suspect stays one
-- then five for each job, highest token first: token, digest of the payload, new crash trail, list for its failed entry
-- ('failed' or that of one queue; 'nowhere' when its failure is recorded elsewhere; '' to put it back on its queue, as a
-- suspect), the entry
-- Answers one integer for each job: 1 taken, 0 somebody else had it, -1 the key of the queue, or of the failed list, is
-- no list, or that of failed_queues no set (stays in flight).
local function record(list, entry)
  return list == 'nowhere' or (list == 'failed' or type(redis.pcall('SADD', KEYS[5], list)) == 'number')
    and type(redis.pcall('RPUSH', ARGV[2] .. list, entry)) == 'number'
end

local answer = {}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local declared = redis.call('ZSCORE', KEYS[1], ARGV[1])
for i = 4, #ARGV, 5 do
  local token, digest, trail, list, entry = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local value = declared and redis.call('HGET', KEYS[2], token)
  local result = 0
  if value then
    local length, start = string.match(value, '^[^:]*:(%d+):()')
    local queue = string.sub(value, start, start + length - 1)
    local placed
    -- Forgetting first lets the script go on when Redis is out of memory, and returns no job twice.
    redis.call('HDEL', KEYS[2], token)
    if list ~= '' then
      placed = record(list, entry)
    else
      placed = type(redis.pcall('LPUSH', ARGV[2] .. 'queue:' .. queue, string.sub(value, start + length))) == 'number'
    end
    if not placed then
      redis.call('HSET', KEYS[2], token, value)
      result = -1
    else
      redis.call('HDEL', KEYS[3], token)
      if list ~= '' then
        redis.call('ZREM', KEYS[6], digest)
        redis.call('HDEL', KEYS[7], digest)
      else
        redis.pcall('SADD', KEYS[4], queue)
        redis.call('ZADD', KEYS[6], now + ARGV[3], digest)
        redis.call('HSET', KEYS[7], digest, trail)
      end
      result = 1
    end
  end
  answer[#answer + 1] = result
end
return answer
