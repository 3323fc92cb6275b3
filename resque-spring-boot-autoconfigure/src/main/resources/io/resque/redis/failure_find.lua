-- Looks for a failed entry, or a delayed item, where it was seen and from there towards the head, where it moves when
-- others are removed.
-- KEYS[1] list of failed entries, or of delayed items
-- ARGV[1] index where the entry was seen   ARGV[2] SHA-1 of the entry in hex
-- Answers {index, entry}; or {index to go on at}, -1 when there is nothing left to look at.
-- One call looks at no more than about 1,000 entries or 4 MB, so that other clients need not wait.
local last = math.min(tonumber(ARGV[1]), redis.call('LLEN', KEYS[1]) - 1)
local looked, bytes, span = 0, 0, 1
while last >= 0 and looked < 1000 and bytes < 4194304 do
  local first = math.max(0, last - span + 1)
  local entries = redis.call('LRANGE', KEYS[1], first, last)
  for i = #entries, 1, -1 do
    if redis.sha1hex(entries[i]) == ARGV[2] then
      return {first + i - 1, entries[i]}
    end
    looked, bytes = looked + 1, bytes + #entries[i]
  end
  last, span = first - 1, 20
end
return {last}
