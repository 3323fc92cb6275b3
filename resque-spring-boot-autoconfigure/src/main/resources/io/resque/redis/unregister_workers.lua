-- Unregisters workers (Ruby: Worker#unregister_worker).
-- KEYS[1] workers (set)   KEYS[2] workers:heartbeat (hash)
-- ARGV[1] key prefix   ARGV[2..] worker ids
-- Answers how many of them were registered.
local removed = 0
for i = 2, #ARGV do
  local id = ARGV[i]
  removed = removed + redis.call('SREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('DEL', ARGV[1] .. 'worker:' .. id, ARGV[1] .. 'worker:' .. id .. ':started',
    ARGV[1] .. 'stat:processed:' .. id, ARGV[1] .. 'stat:failed:' .. id)
end
return removed
