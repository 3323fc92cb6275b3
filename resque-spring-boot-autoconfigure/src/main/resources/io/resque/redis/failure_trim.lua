-- Removes the oldest failed entries of a list that is too long.
-- KEYS[1] list of failed entries   KEYS[2] groups (hash)
-- ARGV[1] how many to keep   ARGV[2] most to remove in this call
-- Answers how many were removed.
local removed = math.min(redis.call('LLEN', KEYS[1]) - tonumber(ARGV[1]), tonumber(ARGV[2]))
if removed <= 0 then
  return 0
end
redis.call('LTRIM', KEYS[1], removed, -1)
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.pcall('HINCRBY', KEYS[2], 'changes', 1)
end
return removed
