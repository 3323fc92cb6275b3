-- Writes the groups of a list of failed entries, unless somebody else has counted it meanwhile.
-- KEYS[1] groups (hash)
-- ARGV[1] state that was read, '' for none   ARGV[2] 'true' to forget what was counted   ARGV[3] 'true' when entries have changed since
-- ARGV[4] expiry in seconds   ARGV[5] state   ARGV[6..] two for each group that has changed: id, JSON
-- Answers 1, or 0 when the state is not the one that was read, and nothing was changed then.
if (redis.call('HGET', KEYS[1], 'state') or '') ~= ARGV[1] then
  return 0
end
if ARGV[2] == 'true' then
  redis.call('DEL', KEYS[1])
end
redis.call('HSET', KEYS[1], 'state', unpack(ARGV, 5))
if ARGV[3] == 'true' then
  redis.call('HSET', KEYS[1], 'stale', '1')
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
