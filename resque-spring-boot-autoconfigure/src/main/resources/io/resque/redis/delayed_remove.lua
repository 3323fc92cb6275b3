-- Removes delayed jobs by their bytes (Ruby: LREM, SREM).
-- KEYS[1] delayed_queue_schedule (zset)
-- ARGV[1] key prefix   ARGV[2] '1' to remove seconds that have no jobs any more   ARGV[3] how many equal ones of a second, 0 for all
-- ARGV[4] how many equal ones a second must have: with fewer, somebody else has taken one, and none is removed
-- ARGV[5..] second, item, second, item, …
-- Answers how many jobs were removed.
local removed, least = 0, tonumber(ARGV[4])
for i = 5, #ARGV, 2 do
  local second, item = ARGV[i], ARGV[i + 1]
  local list = ARGV[1] .. 'delayed:' .. second
  if least <= 1 or redis.call('LPOS', list, item, 'RANK', least) then
    removed = removed + redis.call('LREM', list, ARGV[3], item)
  end
  -- An equal job that stays keeps its place there; only one job is worth looking for another.
  if #ARGV > 6 or not redis.call('LPOS', list, item) then
    redis.call('SREM', ARGV[1] .. 'timestamps:' .. item, 'delayed:' .. second)
  end
  if ARGV[2] == '1' and redis.call('EXISTS', list) == 0 then
    redis.call('ZREM', KEYS[1], second)
  end
end
return removed
