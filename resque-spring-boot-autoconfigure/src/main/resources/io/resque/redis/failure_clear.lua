-- Removes a list of failed entries, and its name from the lists that are known.
-- KEYS[1] list of failed entries   KEYS[2] failed_queues (set)   KEYS[3] groups (hash)
-- ARGV[1] name of the list
-- Answers how many entries were removed; -1 when the key is no list, and nothing was changed then.
local length = redis.pcall('LLEN', KEYS[1])
if type(length) ~= 'number' then
  return -1
end
redis.call('DEL', KEYS[1], KEYS[3])
redis.pcall('SREM', KEYS[2], ARGV[1])
return length
