-- Puts the job of a failed entry back on its queue, and marks the entry as retried or removes it.
-- KEYS[1] list of failed entries   KEYS[2] queues (set)   KEYS[3] queue (list)   KEYS[4] groups (hash)
-- ARGV[1] index where the entry was seen   ARGV[2] the entry   ARGV[3] the entry with retried_at, or '' to remove it
-- ARGV[4] queue name   ARGV[5] payload
-- Answers 1, or 0 when the entry is no longer there. Entries below it may have been removed meanwhile: it is found by its bytes.
local index = tonumber(ARGV[1])
if redis.call('LINDEX', KEYS[1], index) ~= ARGV[2] then
  index = redis.call('LPOS', KEYS[1], ARGV[2])
  if not index then
    return 0
  end
end
local new = redis.call('SADD', KEYS[2], ARGV[4])
local pushed = redis.pcall('RPUSH', KEYS[3], ARGV[5])
if type(pushed) ~= 'number' then
  if new == 1 then
    redis.call('SREM', KEYS[2], ARGV[4])
  end
  return pushed
end
if ARGV[3] == '' then
  redis.call('LSET', KEYS[1], index, '')
  redis.call('LREM', KEYS[1], 1, '')
else
  redis.call('LSET', KEYS[1], index, ARGV[3])
end
if redis.call('EXISTS', KEYS[4]) == 1 then
  redis.pcall('HINCRBY', KEYS[4], 'changes', 1)
end
return 1
