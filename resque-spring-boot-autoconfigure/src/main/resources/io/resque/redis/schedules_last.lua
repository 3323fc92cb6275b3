-- Reads the last occurrence of each of some schedules.
-- KEYS[1 …] histories (lists)
-- Answers the newest entry of each; empty where there is none, or the key is no list.
local last = {}
for i, history in ipairs(KEYS) do
  local entry = redis.pcall('LINDEX', history, 0)
  last[i] = (type(entry) == 'string') and entry or ''
end
return last
