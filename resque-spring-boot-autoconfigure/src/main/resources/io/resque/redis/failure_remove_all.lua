-- Removes many failed entries, each if it is still where it was seen.
-- KEYS[1] list of failed entries
-- ARGV[1..] two for each entry: index, SHA-1 of the entry in hex
-- Answers how many were removed. They are emptied first and removed together, so that no index shifts in between.
local removed = 0
for i = 1, #ARGV, 2 do
  local entry = redis.call('LINDEX', KEYS[1], ARGV[i])
  if entry and redis.sha1hex(entry) == ARGV[i + 1] then
    redis.call('LSET', KEYS[1], ARGV[i], '')
    removed = removed + 1
  end
end
if removed > 0 then
  redis.call('LREM', KEYS[1], -removed, '')
end
return removed
