-- Gets or keeps the lock of the scheduler (Ruby: SETNX and EXPIRE, or EXPIRE while GET is the own value), and begins a term.
-- KEYS[1] master lock (string)   KEYS[2] our last scheduler (hash: term, holder)
-- ARGV[1] host:pid   ARGV[2] own term, or 0 before the first   ARGV[3] how long to hold the lock, in milliseconds
-- Answers {term, holder, how long the lock holds in milliseconds (-1 for ever), time of Redis in microseconds, 1 when the
-- holder is none of ours or else 0}; the term is
-- '0' when somebody else has the lock, or a process of the same name has begun a later term.
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
local holder = redis.call('GET', KEYS[1])
local last = redis.call('HMGET', KEYS[2], 'term', 'holder')
local term = last[1]
if holder and (holder ~= ARGV[1] or (ARGV[2] ~= '0' and term ~= ARGV[2])) then
  return { '0', holder, redis.call('PTTL', KEYS[1]), now, holder ~= last[2] and 1 or 0 }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
if ARGV[2] == '0' or term ~= ARGV[2] then
  -- Terms grow, also when Redis has lost its data.
  term = string.format('%.0f', math.max(tonumber(term) or 0, time[1] * 1000000 + time[2]) + 1)
  redis.call('HSET', KEYS[2], 'term', term, 'holder', ARGV[1])
end
return { term, ARGV[1], tonumber(ARGV[3]), now, 0 }
