-- Lists the other processes whose lease has run out, by the clock of Redis, and those already declared dead.
-- KEYS[1] leases (zset)   KEYS[2] dead processes (zset)
-- ARGV[1] id of the process that looks   ARGV[2] the longest time in milliseconds that it wants to wait
-- Answers {stale {id, deadline, id, deadline, ...}, dead {id, ...}, milliseconds until the next lease runs out, at most ARGV[2]}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local leases = redis.call('ZRANGE', KEYS[1], 0, 99, 'WITHSCORES')
local stale, next = {}, tonumber(ARGV[2])
for i = 1, #leases, 2 do
  local left = tonumber(leases[i + 1]) - now
  if leases[i] ~= ARGV[1] and left > 0 then
    next = math.min(next, left)
  elseif leases[i] ~= ARGV[1] then
    stale[#stale + 1] = leases[i]
    stale[#stale + 1] = leases[i + 1]
  end
end
return { stale, redis.call('ZRANGE', KEYS[2], 0, 99), next }
