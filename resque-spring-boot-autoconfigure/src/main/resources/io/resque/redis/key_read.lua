-- Reads a part of what a key holds, whatever its type.
-- KEYS[1] the key
-- ARGV[1] index or cursor to begin at, 0 first   ARGV[2] how many elements   ARGV[3] most bytes of each
-- Answers {type, size or -1, where to go on or '', then for each element a label and a value}: index and value of a list,
-- score and member of a sorted set, field and value of a hash, nothing and member of a set, nothing and text of a string;
-- no elements of other types.
local key, kind = KEYS[1], redis.call('TYPE', KEYS[1]).ok
local from, count, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local start = math.min(tonumber(from), 9007199254740991)
local size, next, elements = -1, '', {}

local function add(label, value)
  elements[#elements + 1] = string.sub(label, 1, most)
  elements[#elements + 1] = string.sub(value, 1, most)
end

local function index(value)
  return string.format('%.0f', value)
end

-- Compact ones come as a whole anyway, and have pages; others go on with a cursor, because their values may be large.
local function scan(command, step)
  local small = redis.call('OBJECT', 'ENCODING', key) ~= 'hashtable'
  local answer = redis.call(command, key, small and '0' or from, 'COUNT', count)
  local found = answer[2]
  local first = small and start * step + 1 or 1
  local last = small and math.min(#found, (start + count) * step) or #found
  for i = first, last, step do
    if step == 2 then
      add(found[i], found[i + 1])
    else
      add('', found[i])
    end
  end
  if small then
    next = last < #found and index(start + count) or ''
  else
    next = answer[1] ~= '0' and answer[1] or ''
  end
end

if kind == 'string' then
  size = redis.call('STRLEN', key)
  add('', redis.call('GETRANGE', key, 0, most - 1))
elseif kind == 'list' then
  size = redis.call('LLEN', key)
  for i, value in ipairs(redis.call('LRANGE', key, index(start), index(start + count - 1))) do
    add(index(start + i - 1), value)
  end
elseif kind == 'zset' then
  size = redis.call('ZCARD', key)
  local found = redis.call('ZRANGE', key, index(start), index(start + count - 1), 'WITHSCORES')
  for i = 1, #found, 2 do
    add(found[i + 1], found[i])
  end
elseif kind == 'set' then
  size = redis.call('SCARD', key)
  scan('SSCAN', 1)
elseif kind == 'hash' then
  size = redis.call('HLEN', key)
  scan('HSCAN', 2)
elseif kind == 'stream' then
  size = redis.call('XLEN', key)
end
if (kind == 'list' or kind == 'zset') and start + count < size then
  next = index(start + count)
end
local answer = { kind, size, next }
for i = 1, #elements do
  answer[#answer + 1] = elements[i]
end
return answer
