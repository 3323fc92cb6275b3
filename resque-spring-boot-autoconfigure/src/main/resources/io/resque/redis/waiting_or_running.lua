-- Looks whether a job waits in its queue or runs, by its bytes.
-- KEYS[1] queue (list)   KEYS[2] leases (zset)   KEYS[3] workers (set)
-- ARGV[1] key prefix     ARGV[2] queue           ARGV[3] payload
-- Answers 'waits', 'runs' or ''.
if redis.pcall('LPOS', KEYS[1], ARGV[3]) and redis.call('TYPE', KEYS[1]).ok == 'list' then
  return 'waits'
end
local tail = ':' .. #ARGV[2] .. ':' .. ARGV[2] .. ARGV[3]
for _, process in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  for _, job in ipairs(redis.call('HVALS', ARGV[1] .. 'spring:inflight:' .. process)) do
    if string.sub(job, -#tail) == tail then
      return 'runs'
    end
  end
end
-- Ruby's workers say what they work on; the payload comes last.
tail = '"payload":' .. ARGV[3] .. '}'
for _, worker in ipairs(redis.call('SMEMBERS', KEYS[3])) do
  local record = redis.pcall('GET', ARGV[1] .. 'worker:' .. worker)
  if type(record) == 'string' and string.sub(record, -#tail) == tail then
    local ok, members = pcall(cjson.decode, record)
    if ok and members.queue == ARGV[2] then
      return 'runs'
    end
  end
end
return ''
