-- Writes what workers are working on (Ruby: SET worker:<id>), unless the job has been acknowledged meanwhile.
-- KEYS[1] in-flight jobs of the process (hash)
-- ARGV[1] key prefix, then three for each job: token, worker id, record
-- Answers how many records were written.
local written = 0
for i = 2, #ARGV, 3 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then
    -- A Redis that is full refuses: nobody works less because it is not shown.
    if not redis.pcall('SET', ARGV[1] .. 'worker:' .. ARGV[i + 1], ARGV[i + 2]).err then
      written = written + 1
    end
  end
end
return written
