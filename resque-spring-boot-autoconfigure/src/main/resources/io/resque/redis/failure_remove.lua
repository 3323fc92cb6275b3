-- Removes one failed entry.
-- KEYS[1] list of failed entries   KEYS[2] groups (hash)
-- ARGV[1] index where the entry was seen   ARGV[2] the entry
-- Answers 1, or 0 when the entry is no longer there. Entries below it may have been removed meanwhile: it is found by its bytes.
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.pcall('HINCRBY', KEYS[2], 'changes', 1)
end
local index = tonumber(ARGV[1])
if redis.call('LINDEX', KEYS[1], index) ~= ARGV[2] then
  return redis.call('LREM', KEYS[1], 1, ARGV[2])
end
redis.call('LSET', KEYS[1], index, '')
redis.call('LREM', KEYS[1], 1, '')
return 1
