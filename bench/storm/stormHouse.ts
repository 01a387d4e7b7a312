/** The hall of a storm, built over the staff API, with hold times as much shorter as the storm is faster. */
import type { StormHead } from '../../src/cli/storm/stormFile.ts';
import type { Post } from '../posting.ts';

const dayMs = 86_400_000;
const runtimeMinutes = 90;
/** The shortest that a theater may set. */
const holdLeastMs = 1_000;

export const basePrice = { amount: 1_250, currency: 'USD' } as const;

const fasterMs = (ms: number, speed: number): number => Math.max(holdLeastMs, Math.round(ms / speed));

const rowsOf = ({ seats }: StormHead) =>
  [...Map.groupBy(seats, ({ row }) => row)].map(([row, ofRow]) => ({
    id: row,
    seats: ofRow.map(({ row: _row, ...seat }) => seat),
  }));

/** Gives the showtime's id. */
export const buildStormHouse = async (post: Post, head: StormHead, speed: number): Promise<string> => {
  const { holdTtlMs, holdCapMs, seatsPerHoldMax, loneSeatRule } = head.policies;
  const movie = await post('/v1/movies', { title: 'The Storm', runtimeMinutes, genres: ['Drama'] });
  const theater = await post('/v1/theaters', {
    ...{ name: 'Bench', city: 'Lisbon', country: 'PT', timeZone: 'Europe/Lisbon' },
    location: { lat: 38.72, lng: -9.14 },
    policies: {
      holdTtlMs: fasterMs(holdTtlMs, speed),
      holdCapMs: fasterMs(holdCapMs, speed),
      seatsPerHoldMax,
    },
  });
  const hall = await post(`/v1/theaters/${theater.id}/halls`, {
    ...{ name: 'Hall 1', loneSeatRule, focalPoint: head.focalPoint, rows: rowsOf(head) },
  });
  const startsAt = new Date(Date.now() + 7 * dayMs).toISOString();
  const showtime = await post('/v1/showtimes', { movieId: movie.id, hallId: hall.id, startsAt, basePrice });
  return showtime.id;
};
