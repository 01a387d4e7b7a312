import { api, dataOf } from '../../../shared/api/client.ts';
import { readPages } from '../../../shared/api/readPages.ts';
import { businessDateOf, datesFrom } from '../../../shared/shows/days.ts';
import { readShows } from '../../../shared/shows/readShows.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import type { ExpectedBooking, GateShow, Kit, Theater } from './Kit.ts';

/** Today, and the days whose doors open already. */
const datesMax = 3;
/** Two thousand seats, each sold alone, with as many cancelled. */
const bookingPagesMax = 40;
const opensBeforeMsDefault = 3_600_000;

const bookingsOf = async (showtimeId: string): Promise<readonly ExpectedBooking[]> => {
  const { items, isWhole } = await readPages(bookingPagesMax, (page) =>
    dataOf(api.GET('/v1/checkins/expected', { params: { query: { showtimeId, ...page } } })),
  );
  if (!isWhole) throw new Error('there are more bookings than a gate can keep');
  return items;
};

const gateShow = async ({ id, movie, hall, startsAt, endsAt }: Show): Promise<GateShow> => ({
  ...{ id, title: movie.title, hall: hall.name, startsAt, endsAt },
  bookings: await bookingsOf(id),
});

const datesUntil = (first: string, last: string): readonly string[] =>
  datesFrom(first, datesMax).filter((date) => date <= last);

/** The keys, and the bookings of every show whose doors open on the theater's business date of now. */
export const fetchKit = async ({ id, name, timeZone, policies }: Theater): Promise<Kit> => {
  const nowMs = Date.now();
  const opensBeforeMs = policies?.gateOpensBeforeMs ?? opensBeforeMsDefault;
  const dateAt = (ms: number): string => businessDateOf(ms, timeZone);
  const { keys } = await dataOf(api.GET('/v1/keys'));
  const shows: GateShow[] = [];
  // One after the other: a gate that prepares must not slow down sales.
  for (const date of datesUntil(dateAt(nowMs), dateAt(nowMs + opensBeforeMs))) {
    for (const show of await readShows(id, date)) {
      if (show.status !== 'cancelled') shows.push(await gateShow(show));
    }
  }
  const fetchedAt = new Date(nowMs).toISOString();
  return { theaterId: id, theater: name, timeZone, opensBeforeMs, keys, shows, fetchedAt };
};
