/** A Lua lock in Redis: a lease in memory, not a log. Shown for its speed; it promises less than the others. */
import { Redis } from 'ioredis';
import type { OpenPeer } from './Peer.ts';

const takeScript = `
  for i = 3, #ARGV do
    local held = redis.call('HGET', KEYS[1], ARGV[i])
    if held and tonumber(string.match(held, ' (%d+)$')) > tonumber(redis.call('TIME')[1]) then return 0 end
  end
  for i = 3, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], ARGV[1] .. ' ' .. ARGV[2]) end
  redis.call('HSET', KEYS[2], ARGV[1], table.concat(ARGV, ',', 3))
  return 1
`;
const releaseScript = `
  local seats = redis.call('HGET', KEYS[2], ARGV[1])
  if not seats then return 0 end
  redis.call('HDEL', KEYS[2], ARGV[1])
  for seat in string.gmatch(seats, '[^,]+') do redis.call('HDEL', KEYS[1], seat) end
  return 1
`;

interface Scripted extends Redis {
  takeSeats(
    seats: string,
    holds: string,
    holdId: string,
    expires: number,
    ...seatIds: string[]
  ): Promise<number>;
  releaseSeats(seats: string, holds: string, holdId: string): Promise<number>;
}

const seatsKey = (showtimeId: string): string => `{${showtimeId}}:seats`;
const holdsKey = (showtimeId: string): string => `{${showtimeId}}:holds`;

export const redisLua: OpenPeer = async ({ url }) => {
  const redis = new Redis(url, { enableAutoPipelining: true }) as Scripted;
  redis.defineCommand('takeSeats', { numberOfKeys: 2, lua: takeScript });
  redis.defineCommand('releaseSeats', { numberOfKeys: 2, lua: releaseScript });
  let seats: readonly string[] = [];
  let showtimes: readonly string[] = [];
  return {
    prepare: async (showtimeIds, seatIds) => {
      showtimes = showtimeIds;
      seats = seatIds;
      await redis.flushall();
    },
    hold: async ({ showtimeId, holdId, seatIds, expiresAt }) => {
      const expires = Math.ceil(expiresAt.getTime() / 1_000);
      const took = await redis.takeSeats(
        seatsKey(showtimeId),
        holdsKey(showtimeId),
        holdId,
        expires,
        ...seatIds,
      );
      return took === 1 ? [] : seatIds;
    },
    release: async (showtimeId, holdId) => {
      await redis.releaseSeats(seatsKey(showtimeId), holdsKey(showtimeId), holdId);
    },
    seatMap: async (showtimeId) => {
      const held = await redis.hgetall(seatsKey(showtimeId));
      return seats.map((seat) => (held[seat] === undefined ? 'A' : 'H')).join('');
    },
    held: async () => {
      const found = await Promise.all(showtimes.map((id) => redis.hgetall(seatsKey(id))));
      return found.flatMap((held, place) =>
        Object.entries(held).map(([seatId, hold]) => ({
          showtimeId: showtimes[place] ?? '',
          seatId,
          owner: hold.split(' ')[0] ?? '',
        })),
      );
    },
    close: async () => redis.disconnect(),
  };
};
