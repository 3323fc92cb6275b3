-- Unregisters a worker that stopped beating, and fails the job it was recorded with.
-- KEYS[1] workers (set)            KEYS[2] workers:heartbeat (hash)   KEYS[3] worker:<id> (string)
-- KEYS[4] worker:<id>:started      KEYS[5] stat:processed:<id>        KEYS[6] stat:failed:<id>
-- KEYS[7] failed_queues (set)      KEYS[8] list for the failed entry: failed, or that of one queue
-- ARGV[1] worker id   ARGV[2] the heartbeat that was seen, or ''   ARGV[3] the record that was seen, or ''
-- ARGV[4] name of that list, or ''   ARGV[5] the entry
-- Answers 1, or 0 when the worker has beaten or taken another job meanwhile, or its job could not be recorded because
-- the key of the failed list is no list, or that of failed_queues no set. Other keys of a wrong type are taken for empty.
local function text(answer)
  return type(answer) == 'string' and answer or ''
end
if text(redis.pcall('HGET', KEYS[2], ARGV[1])) ~= ARGV[2] or text(redis.pcall('GET', KEYS[3])) ~= ARGV[3] then
  return 0
end
local function record(list, entry)
  return (list == 'failed' or type(redis.pcall('SADD', KEYS[7], list)) == 'number')
    and type(redis.pcall('RPUSH', KEYS[8], entry)) == 'number'
end
if ARGV[4] ~= '' and not record(ARGV[4], ARGV[5]) then
  return 0
end
redis.pcall('SREM', KEYS[1], ARGV[1])
redis.pcall('HDEL', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[3], KEYS[4], KEYS[5], KEYS[6])
return 1
