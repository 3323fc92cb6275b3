-- Enqueues the job of a schedule that is due, and moves the schedule on to its next occurrence: both or neither.
-- KEYS[1] master lock (string)   KEYS[2] our last scheduler (hash: term, holder)   KEYS[3] states of the schedules (hash)
-- KEYS[4] queues (set)           KEYS[5] queue (list)                               KEYS[6] last enqueued (hash)
-- KEYS[7] history (list)
-- ARGV[1] holder of the lock     ARGV[2] its term       ARGV[3] name of the schedule
-- ARGV[4] state that was seen, '' for none              ARGV[5] next state
-- ARGV[6] queue                  ARGV[7] payload        ARGV[8] how often to enqueue it, 0 to move on only
-- ARGV[9] present time for Ruby  ARGV[10..] entries for the history, oldest first
-- Answers 'fired', or with nothing changed: 'lost' when the holder no longer has the lock, 'changed' when the state is
-- another one, 'refused' when the queue is no list.
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('HGET', KEYS[2], 'term') ~= ARGV[2] then
  return 'lost'
end
if (redis.call('HGET', KEYS[3], ARGV[3]) or '') ~= ARGV[4] then
  return 'changed'
end
for i = 1, tonumber(ARGV[8]) do
  local pushed = redis.pcall('RPUSH', KEYS[5], ARGV[7])
  if type(pushed) ~= 'number' then
    return 'refused'
  end
end
if tonumber(ARGV[8]) > 0 then
  redis.call('SADD', KEYS[4], ARGV[6])
  redis.call('HSET', KEYS[6], ARGV[3], ARGV[9])
end
redis.call('HSET', KEYS[3], ARGV[3], ARGV[5])
for i = 10, #ARGV do
  redis.call('LPUSH', KEYS[7], ARGV[i])
end
redis.call('LTRIM', KEYS[7], 0, 49)
return 'fired'
