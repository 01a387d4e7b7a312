/** Versions are stream revisions, small enough for Lua's doubles. The first write is one that a full server refuses. */

/** KEYS: the map, its seat indexes. ARGV: revision, lifetime (ms), number of fields, fields and values, seat ids. */
export const putSeatMapLua = `
local kept = redis.call('HGET', KEYS[1], 'revision')
if kept and tonumber(kept) > tonumber(ARGV[1]) then return 'older' end
local last = 3 + 2 * tonumber(ARGV[3])
redis.call('HSET', KEYS[1], unpack(ARGV, 4, last))
redis.call('DEL', KEYS[2])
for i = last + 1, #ARGV do redis.call('HSET', KEYS[2], ARGV[i], i - last) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 'stored'`;

/** KEYS: as above. ARGV: after, revision, lifetime (ms), channel, message, then pairs of seat id and letter. */
export const applySeatMapChangeLua = `
local kept = redis.call('HMGET', KEYS[1], 'revision', 'status')
if not kept[1] or not kept[2] then return 'absent' end
local revision = tonumber(kept[1])
if tonumber(ARGV[2]) <= revision then return 'known' end
local status = kept[2]
local fits = tonumber(ARGV[1]) == revision
for i = 6, #ARGV, 2 do
  local place = fits and tonumber(redis.call('HGET', KEYS[2], ARGV[i]) or 0) or 0
  if place < 1 then fits = false break end
  status = status:sub(1, place - 1) .. ARGV[i + 1] .. status:sub(place + 1)
end
if not fits then
  redis.call('DEL', KEYS[1], KEYS[2])
  return 'gap'
end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'status', status)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('PUBLISH', ARGV[4], ARGV[5])
return 'applied'`;
