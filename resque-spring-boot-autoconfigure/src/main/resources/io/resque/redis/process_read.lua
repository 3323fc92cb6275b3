-- Reads what is known of processes.
-- KEYS[1] leases (zset)
-- ARGV[1] prefix of the process records   ARGV[2..] process ids, at most 200
-- Answers the time of Redis in milliseconds, then for each {end of its lease in milliseconds or -1, field, value, ...}
local time = redis.call('TIME')
local answer = { time[1] * 1000 + math.floor(time[2] / 1000) }
for i = 2, #ARGV do
  local record = redis.pcall('HGETALL', ARGV[1] .. ARGV[i])
  local process = { tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i]) or -1) }
  -- Of a key of another type nothing is known.
  for j = 1, record.err and 0 or #record do
    process[j + 1] = record[j]
  end
  answer[i] = process
end
return answer
