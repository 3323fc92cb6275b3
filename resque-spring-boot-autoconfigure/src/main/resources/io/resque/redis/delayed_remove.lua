-- Removes delayed jobs by their bytes (Ruby: LREM, SREM).
-- KEYS[1] delayed_queue_schedule (zset)
-- ARGV[1] key prefix   ARGV[2] '1' to remove seconds that have no jobs any more   ARGV[3] how many equal ones of a second, 0 for all
-- ARGV[4..] second, item, second, item, …
-- Answers how many jobs were removed.
local removed = 0
for i = 4, #ARGV, 2 do
  local second, item = ARGV[i], ARGV[i + 1]
  local list = ARGV[1] .. 'delayed:' .. second
  removed = removed + redis.call('LREM', list, ARGV[3], item)
  -- An equal job that stays keeps its place there; only one job is worth looking for another.
  if #ARGV > 5 or not redis.call('LPOS', list, item) then
    redis.call('SREM', ARGV[1] .. 'timestamps:' .. item, 'delayed:' .. second)
  end
  if ARGV[2] == '1' and redis.call('EXISTS', list) == 0 then
    redis.call('ZREM', KEYS[1], second)
  end
end
return removed
