-- Writes fields of a canary retry, if it is still where it was read.
-- KEYS[1] canary retry (hash)   KEYS[2] canary retries (set)
-- ARGV[1] id   ARGV[2] phase that was read, '' for a new one   ARGV[3] round that was read   ARGV[4] expiry in seconds
-- ARGV[5..] two for each field: name, value
-- Answers 1, or 0 when phase or round are others by now, and nothing was changed then.
if (redis.call('HGET', KEYS[1], 'phase') or '') ~= ARGV[2] or (redis.call('HGET', KEYS[1], 'round') or '') ~= ARGV[3] then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV, 5))
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('SADD', KEYS[2], ARGV[1])
return 1
