-- Writes fields of a canary retry, if it is still where it was read.
-- KEYS[1] canary retry (hash)   KEYS[2] canary retries (hash)
-- ARGV[1] id   ARGV[2] phase that was read, '' for a new one   ARGV[3] round that was read
-- ARGV[4] until when the turn is ours, '' when it need not be   ARGV[5] counter to add to, '' for none   ARGV[6] how much
-- ARGV[7] expiry in seconds   ARGV[8..] two for each field: name, value
-- Answers 1, or 0 when phase, round or turn are others by now, and nothing was changed then.
local now = redis.call('HMGET', KEYS[1], 'phase', 'round', 'next')
if (now[1] or '') ~= ARGV[2] or (now[2] or '') ~= ARGV[3] or (ARGV[4] ~= '' and now[3] ~= ARGV[4]) then
  return 0
end
if ARGV[5] ~= '' then
  redis.call('HINCRBY', KEYS[1], ARGV[5], ARGV[6])
end
if #ARGV > 7 then
  redis.call('HSET', KEYS[1], unpack(ARGV, 8))
end
redis.call('EXPIRE', KEYS[1], ARGV[7])
redis.call('HSET', KEYS[2], ARGV[1], redis.call('HGET', KEYS[1], 'phase'))
return 1
