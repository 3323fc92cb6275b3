-- Gives the lock of the scheduler back, if it is still the own one (Ruby: DEL).
-- KEYS[1] master lock (string)   KEYS[2] our last scheduler (hash: term, holder)
-- ARGV[1] host:pid   ARGV[2] own term
-- Answers 1 when it was given back, 0 when it was somebody else's.
if redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('HGET', KEYS[2], 'term') == ARGV[2] then
  return redis.call('DEL', KEYS[1])
end
return 0
