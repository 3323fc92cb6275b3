-- Takes a turn of a canary retry, so that one process at a time goes on with it.
-- KEYS[1] canary retry (hash)
-- ARGV[1] for how many milliseconds nobody else takes it
-- Answers all fields with their values, and 'now' with the time in milliseconds; {} when it does not go on or somebody else has the turn.
local phase = redis.call('HGET', KEYS[1], 'phase')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if (phase ~= 'FIRST' and phase ~= 'GOING_ON') or now < tonumber(redis.call('HGET', KEYS[1], 'next') or '0') then
  return {}
end
redis.call('HSET', KEYS[1], 'next', string.format('%d', now + ARGV[1]))
local answer = redis.call('HGETALL', KEYS[1])
table.insert(answer, 'now')
table.insert(answer, string.format('%d', now))
return answer
