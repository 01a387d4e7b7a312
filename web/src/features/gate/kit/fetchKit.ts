import { api, dataOf } from '../../../shared/api/client.ts';
import { businessDateOf, datesFrom } from '../../../shared/shows/days.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import type { ExpectedBooking, GateShow, Kit, Theater } from './Kit.ts';

const pageItems = '100';
const showPagesMax = 3;
/** Today, and the days whose doors open already. */
const datesMax = 3;
/** Two thousand seats, each sold alone, with as many cancelled. */
const bookingPagesMax = 40;
const opensBeforeMsDefault = 3_600_000;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const allOf = async <Item>(
  pagesMax: number,
  ask: (query: { readonly limit: string; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> => {
  const all: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const { items, nextCursor }: Page<Item> = await ask({
      limit: pageItems,
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...items);
    if (nextCursor === null) return all;
    cursor = nextCursor;
  }
  throw new Error('there are more than a gate can keep');
};

const bookingsOf = (showtimeId: string): Promise<readonly ExpectedBooking[]> =>
  allOf(bookingPagesMax, (page) =>
    dataOf(api.GET('/v1/checkins/expected', { params: { query: { showtimeId, ...page } } })),
  );

const gateShow = async ({ id, movie, hall, startsAt, endsAt }: Show): Promise<GateShow> => ({
  ...{ id, title: movie.title, hall: hall.name, startsAt, endsAt },
  bookings: await bookingsOf(id),
});

const showsOf = (id: string, date: string): Promise<readonly Show[]> =>
  allOf(showPagesMax, (page) =>
    dataOf(api.GET('/v1/theaters/{id}/showtimes', { params: { path: { id }, query: { date, ...page } } })),
  );

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
    for (const show of await showsOf(id, date)) {
      if (show.status !== 'cancelled') shows.push(await gateShow(show));
    }
  }
  const fetchedAt = new Date(nowMs).toISOString();
  return { theaterId: id, theater: name, timeZone, opensBeforeMs, keys, shows, fetchedAt };
};
