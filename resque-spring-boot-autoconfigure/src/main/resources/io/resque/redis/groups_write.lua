-- Writes the groups of a list of failed entries, unless somebody else has counted it, or changed entries, meanwhile.
-- KEYS[1] groups (hash)
-- ARGV[1] state that was read, '' for none   ARGV[2] number of changes that was read   ARGV[3] 'true' to forget what was counted
-- ARGV[4] state   ARGV[5..] two for each group that has changed: id, JSON
-- Answers 1, or 0 when state or changes are not those that were read, and nothing was changed then. The expiry stays.
local changes = redis.call('HGET', KEYS[1], 'changes') or '0'
if (redis.call('HGET', KEYS[1], 'state') or '') ~= ARGV[1] or changes ~= ARGV[2] then
  return 0
end
if ARGV[3] == 'true' then
  local left = redis.call('TTL', KEYS[1])
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'changes', changes)
  if left > 0 then
    redis.call('EXPIRE', KEYS[1], left)
  end
end
redis.call('HSET', KEYS[1], 'state', unpack(ARGV, 4))
return 1
