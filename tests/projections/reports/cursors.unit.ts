/** Cursors come from callers: what is no key of the list is refused before Postgres would have to. */
import { expect, it } from 'vitest';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { settlementQueries } from '../../../src/projections/reports/settlementQueries.ts';
import { theaterShows } from '../../../src/projections/reports/theaterShows.ts';
import { encodeCursor } from '../../../src/projections/sql/cursor.ts';
import { InvalidCursor } from '../../../src/projections/sql/page.ts';
import { uuid } from '../../support/showtimes.ts';

const asked = new Error('the store was asked');
const readStore = { query: () => Promise.reject(asked) } as Pick<ReadStore, 'query'> as ReadStore;
const upTo = '0'.repeat(20);
const instant = '2026-11-11T00:00:00.000Z';
const day = { businessDate: '2026-11-11', upTo };

type Key = readonly (string | number)[];

interface List {
  readonly kind: string;
  readonly list: (cursor: string) => Promise<unknown>;
  readonly good: Key;
  readonly bad: readonly Key[];
}

const lists: readonly List[] = [
  {
    kind: 'settlement lines',
    list: (cursor) => settlementQueries(readStore).lines(day, { limit: 1, cursor }),
    good: [uuid(1), uuid(2), 'USD'],
    bad: [
      ['', uuid(2), 'USD'],
      [uuid(1), 'movie', 'USD'],
    ],
  },
  {
    kind: 'settlement causes',
    list: (cursor) => settlementQueries(readStore).causes(day, upTo, { limit: 1, cursor }),
    good: ['00000000000000000007', 1],
    bad: [
      ['7', 1],
      ['09223372036854775808', 1],
      ['00000000000000000007', 2 ** 31],
    ],
  },
  {
    kind: 'shows as of',
    list: (cursor) =>
      theaterShows(readStore)({ theaterId: uuid(1), upTo, atInstant: instant, limit: 1, cursor }),
    good: [instant, uuid(1)],
    bad: [[instant, 'showtime']],
  },
];

it.each(lists)('takes a cursor of $kind only with a key of that list', async ({ kind, list, good, bad }) => {
  await expect(list(encodeCursor(kind, good))).rejects.toBe(asked);
  for (const key of bad) await expect(list(encodeCursor(kind, key))).rejects.toBeInstanceOf(InvalidCursor);
});
