-- Reads the heads of queues whose payloads begin in a certain way.
-- KEYS queues (lists)
-- ARGV[1] how a payload begins   ARGV[2] bytes after which no further head is read
-- Answers a payload for each queue; '' where its head begins otherwise, where it has none or is no list, and when so many
-- bytes were read.
local room = tonumber(ARGV[2])
local answer = {}
for i, queue in ipairs(KEYS) do
  local head = room > 0 and redis.pcall('LINDEX', queue, 0)
  if type(head) == 'table' and not string.find(head.err, 'WRONGTYPE', 1, true) then
    return head
  end
  answer[i] = ''
  if type(head) == 'string' then
    room = room - #head
    if string.sub(head, 1, #ARGV[1]) == ARGV[1] then
      answer[i] = head
    end
  end
end
return answer
