-- Takes jobs from a dead process: back to the heads of their queues, or to the failed list.
-- KEYS[1] dead processes (zset)                   KEYS[2] in-flight jobs of the dead process (hash)
-- KEYS[3] start marks of the dead process (hash)  KEYS[4] queues (set)
-- KEYS[5] failed (list)                           KEYS[6] suspects (zset)    KEYS[7] crash trails (hash)
-- ARGV[1] dead process id   ARGV[2] key prefix of queues   ARGV[3] for how many milliseconds a suspect stays one
-- then four for each job, highest token first: token, digest of the payload, new crash trail, entry for the failed list
-- (or '': back to the queue, as a suspect)
-- Answers one integer for each job: 1 taken, 0 somebody else had it, -1 the key of the queue, or of the failed list, is
-- no list (stays in flight).
local answer = {}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local declared = redis.call('ZSCORE', KEYS[1], ARGV[1])
for i = 4, #ARGV, 4 do
  local token, digest, trail, entry = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local value = declared and redis.call('HGET', KEYS[2], token)
  local result = 0
  if value then
    local length, start = string.match(value, '^[^:]*:(%d+):()')
    local queue = string.sub(value, start, start + length - 1)
    local pushed
    -- Forgetting first lets the script go on when Redis is out of memory, and returns no job twice.
    redis.call('HDEL', KEYS[2], token)
    if entry ~= '' then
      pushed = redis.pcall('RPUSH', KEYS[5], entry)
    else
      pushed = redis.pcall('LPUSH', ARGV[2] .. queue, string.sub(value, start + length))
    end
    if type(pushed) ~= 'number' then
      redis.call('HSET', KEYS[2], token, value)
      result = -1
    else
      redis.call('HDEL', KEYS[3], token)
      if entry ~= '' then
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
