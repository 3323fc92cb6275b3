-- Looks for keys of the namespace, a bounded number of steps.
-- KEYS[1] any key of the namespace, for clusters
-- ARGV[1] cursor, 0 to begin   ARGV[2] pattern   ARGV[3] how many keys are enough
-- Answers {cursor to go on with, 0 when all keys were looked at; then for each key its name, its type and its size, -1 when unknown}
-- One call looks at no more than about 5,000 keys.
local sizes = { string = 'STRLEN', list = 'LLEN', set = 'SCARD', zset = 'ZCARD', hash = 'HLEN', stream = 'XLEN' }
local cursor, steps, found = ARGV[1], 0, {}
repeat
  local step = redis.call('SCAN', cursor, 'MATCH', ARGV[2], 'COUNT', 50)
  cursor, steps = step[1], steps + 1
  for _, key in ipairs(step[2]) do
    local kind = redis.call('TYPE', key).ok
    local size = sizes[kind] and redis.pcall(sizes[kind], key)
    found[#found + 1] = key
    found[#found + 1] = kind
    found[#found + 1] = type(size) == 'number' and size or -1
  end
until cursor == '0' or steps == 100 or #found >= 3 * ARGV[3]
table.insert(found, 1, cursor)
return found
