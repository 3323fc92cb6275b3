-- Notes how far a namespace has come, at most once a minute.
-- KEYS[1] history (list, newest first)   KEYS[2] queues (set)   KEYS[3] stat:processed   KEYS[4] stat:failed
-- ARGV[1] what the keys of queues begin with   ARGV[2] most notes   ARGV[3] expiry in seconds
-- Answers 1, or 0 when this minute is noted already.
local minute = math.floor(tonumber(redis.call('TIME')[1]) / 60)
local newest = redis.call('LINDEX', KEYS[1], 0)
if newest and string.match(newest, '^%d+') == string.format('%.0f', minute) then
  return 0
end
local pending = 0
for _, queue in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  local length = redis.pcall('LLEN', ARGV[1] .. queue)
  pending = pending + (type(length) == 'number' and length or 0)
end
local function total(key)
  local value = redis.pcall('GET', key)
  return type(value) == 'string' and string.match(value, '^%d+$') or '0'
end
redis.call('LPUSH', KEYS[1], string.format('%.0f:%s:%s:%.0f', minute, total(KEYS[3]), total(KEYS[4]), pending))
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[2]) - 1)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
