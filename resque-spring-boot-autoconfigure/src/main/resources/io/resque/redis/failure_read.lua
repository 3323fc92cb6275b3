-- Reads a stretch of failed entries downwards, from the newest that is wanted towards the head.
-- KEYS[1] list of failed entries
-- ARGV[1] index behind the first one to read   ARGV[2] most entries   ARGV[3] most bytes
-- Answers {index of the oldest one read, entries, oldest first}; {0} when there is nothing below.
-- Stops once it has the bytes: reads 25 entries, then at most twice as many each time, as far as the bytes allow if all are like
-- those before. So other clients need not wait for entries of megabytes, nor for many walks into the middle of a long list.
local first = math.min(tonumber(ARGV[1]), redis.call('LLEN', KEYS[1]))
local wanted, most, bytes = tonumber(ARGV[2]), tonumber(ARGV[3]), 0
local parts, read, span = {}, 0, 25
while first > 0 and wanted > 0 and bytes < most do
  span = math.min(span, wanted, first)
  local part = redis.call('LRANGE', KEYS[1], first - span, first - 1)
  for i = 1, #part do
    bytes = bytes + #part[i]
  end
  table.insert(parts, part)
  first, wanted, read = first - span, wanted - span, read + span
  span = math.max(25, math.min(2 * span, math.floor((most - bytes) * read / math.max(1, bytes))))
end
local answer = {first}
for i = #parts, 1, -1 do
  for j = 1, #parts[i] do
    table.insert(answer, parts[i][j])
  end
end
return answer
