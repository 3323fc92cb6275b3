-- Reads the heads of queues whose payloads begin in a certain way.
-- KEYS queues (lists)
-- ARGV[1] how a payload begins   ARGV[2] most bytes that are answered
-- Answers a payload for each queue; '' where its head begins otherwise, where it has none or is no list, and when the
-- bytes are used up.
local room = tonumber(ARGV[2])
local answer = {}
for i, queue in ipairs(KEYS) do
  local head = redis.pcall('LINDEX', queue, 0)
  if type(head) == 'table' and not string.find(head.err, 'WRONGTYPE', 1, true) then
    return head
  end
  answer[i] = ''
  if type(head) == 'string' and string.sub(head, 1, #ARGV[1]) == ARGV[1] and #head <= room then
    answer[i] = head
    room = room - #head
  end
end
return answer
