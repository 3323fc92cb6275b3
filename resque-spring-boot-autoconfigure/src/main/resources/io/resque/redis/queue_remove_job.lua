-- Removes one job of a queue where it was seen, or from there towards the head, where it moves when others are taken.
-- KEYS[1] queue (list)   KEYS[2] spring:removed (hash)
-- ARGV[1] index where the job was seen   ARGV[2] SHA-1 of its payload in hex
-- ARGV[3] what spring:removed had for the queue before it was seen: if not any more, an equal job may stand in for one that is
-- removed   ARGV[4] name of the queue
-- Answers -2 when it was removed; the index to go on at, -1 when there is nothing left to look at, or to be removed.
-- One call looks at no more than about 1,000 jobs or 4 MB, so that other clients need not wait.
if (redis.call('HGET', KEYS[2], ARGV[4]) or '0') ~= ARGV[3] then
  return -1
end
local length = redis.call('LLEN', KEYS[1])
local last = math.min(tonumber(ARGV[1]), length - 1)
local looked, bytes, span = 0, 0, 1
while last >= 0 and looked < 1000 and bytes < 4194304 do
  local first = math.max(0, last - span + 1)
  local jobs = redis.call('LRANGE', KEYS[1], first, last)
  for i = #jobs, 1, -1 do
    if redis.sha1hex(jobs[i]) == ARGV[2] then
      local index = first + i - 1
      redis.call('HINCRBY', KEYS[2], ARGV[4], 1)
      -- Nobody else sees the mark; it is looked for from the nearer end.
      redis.call('LSET', KEYS[1], index, '')
      redis.call('LREM', KEYS[1], index > length / 2 and -1 or 1, '')
      return -2
    end
    looked, bytes = looked + 1, bytes + #jobs[i]
  end
  last, span = first - 1, 20
end
return last
