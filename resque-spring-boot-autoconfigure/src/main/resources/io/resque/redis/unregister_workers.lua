-- Unregisters workers (Ruby: Worker#unregister_worker).
-- KEYS[1] workers (set)   KEYS[2] workers:heartbeat (hash)
-- ARGV[1] key prefix   ARGV[2..] worker ids
-- Answers how many of them were registered. Keys of a wrong type are left alone.
local removed = 0
for i = 2, #ARGV do
  local id = ARGV[i]
  local known = redis.pcall('SREM', KEYS[1], id)
  removed = removed + (type(known) == 'number' and known or 0)
  redis.pcall('HDEL', KEYS[2], id)
  redis.call('DEL', ARGV[1] .. 'worker:' .. id, ARGV[1] .. 'worker:' .. id .. ':started',
    ARGV[1] .. 'stat:processed:' .. id, ARGV[1] .. 'stat:failed:' .. id)
end
return removed
