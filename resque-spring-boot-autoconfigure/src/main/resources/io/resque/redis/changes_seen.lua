-- Forgets that schedules have changed, just before the scheduler reads them all.
-- KEYS[1] master lock (string)   KEYS[2] our last scheduler (hash: term, holder)   KEYS[3] changed schedules (set)
-- ARGV[1] holder of the lock     ARGV[2] its term
-- Answers 1, or 0 with nothing changed when the holder no longer has the lock: then they are for another scheduler.
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'term') ~= ARGV[2] then
  return 0
end
redis.call('DEL', KEYS[3])
return 1
