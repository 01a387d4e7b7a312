/** Reports by hour on a real Postgres: hours as the zone of each theater has them, with half hours and on the night on which clocks change. */
import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { Grouping, ReportName } from '../../../src/projections/reports/reportNames.ts';
import {
  type ReportQueries,
  type ReportQuestion,
  reportQueries,
} from '../../../src/projections/reports/reportQueries.ts';
import { minutes, onSale, seatsHeld, uuid } from '../../support/showtimes.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';
import { catchUpReports } from './catchUpReports.ts';

const zones = [
  ...['America/St_Johns', 'Pacific/Marquesas', 'UTC', 'Europe/London'],
  ...['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tokyo', 'Pacific/Chatham'],
];
const instants = [
  // In London 01:30 for the first and for the second time, of one business date.
  ...['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
  ...['2026-11-11T00:15:00.000Z', '2026-11-11T00:45:00.000Z', '2026-12-31T23:59:59.999Z'],
];
const startsAt = '2027-01-01T02:45:00.000Z';
const endsAt = '2027-01-01T04:45:00.000Z';

const hourOf = (instant: string, zone: string): string =>
  DateTime.fromISO(instant, { zone }).toFormat("yyyy-MM-dd'T'HH':00'ZZ");

/** How often each hour is there, in order. */
const hours = (of: readonly string[]): readonly (readonly [string, number])[] =>
  zones
    .flatMap((zone) => of.map((instant) => hourOf(instant, zone)))
    .toSorted()
    .reduce<[string, number][]>((known, hour) => {
      const last = known.at(-1);
      if (last?.[0] === hour) last[1] += 1;
      else known.push([hour, 1]);
      return known;
    }, []);

let database: TestDatabase;
let queries: ReportQueries;

beforeAll(async () => {
  database = await createTestDatabase();
  const readStore = database.openReadStore();
  queries = reportQueries(readStore);
  const events = openMemoryEventStore();
  const metadata = { correlationId: uuid(1), causationId: uuid(1), actor: { role: 'system' } as const };
  let count = 0;
  for (const [at, timeZone] of zones.entries()) {
    const showtimeId = uuid(0x100 + at);
    const holds = instants.map((instant, nth) => {
      const held = seatsHeld(uuid(0x1000 + at * 16 + nth), [`A${nth + 1}`], Date.parse(instant));
      return { ...held, at: instant };
    });
    const scheduled = onSale({ showtimeId, timeZone, startsAt, endsAt });
    const told = [...scheduled.map((event) => ({ ...event, at: instants[0] ?? '' })), ...holds];
    const stamped = told.map((event) => {
      count += 1;
      return { ...event, id: uuid(0xe000 + count), version: 1, metadata };
    });
    await events.append({ stream: `showtime-${showtimeId}`, expected: 'any', events: stamped });
  }
  await catchUpReports(readStore, events, 7);
});
afterAll(async () => await database.close());

const pages = async (
  report: ReportName,
  by: Grouping,
  figure: string,
  more: Pick<Partial<ReportQuestion>, 'asOf' | 'limit'> = {},
): Promise<readonly (readonly [string, number])[]> => {
  const upTo = await queries.position();
  const found: (readonly [string, number])[] = [];
  let cursor: string | null = null;
  do {
    const question = { report, by, upTo, limit: 100, ...more };
    const page = await queries.report({ ...question, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.rows.map(({ key, figures }) => [key, figures[figure] ?? 0] as const));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
};

it('names the hour in which something happened as the zone of its theater has it', async () => {
  expect(await pages('funnel', 'hour', 'holds')).toEqual(hours(instants));
});

it('names the hour in which shows start', async () => {
  expect(await pages('occupancy', 'hour', 'showtimes')).toEqual(hours([startsAt]));
});

it('goes through hours in pages without a gap or a repeat', async () => {
  expect(await pages('funnel', 'hour', 'holds', { limit: 3 })).toEqual(hours(instants));
});

it('leaves out hours of what was recorded later', async () => {
  const asOf = instants[2] ?? '';
  expect(await pages('funnel', 'hour', 'holds', { asOf })).toEqual(hours(instants.slice(0, 3)));
  const before = new Date(Date.parse(asOf) - minutes(1)).toISOString();
  expect(await pages('funnel', 'hour', 'holds', { asOf: before })).toEqual(hours(instants.slice(0, 2)));
});

it('adds both passes of a repeated hour to one business date', async () => {
  const upTo = await queries.position();
  const bounds = { to: { date: '2026-10-24' }, theaterIds: [uuid(0xb)] };
  const found = await queries.report({ report: 'funnel', by: 'business-date', upTo, limit: 100, ...bounds });
  const dates = zones.flatMap((zone) =>
    instants
      .slice(0, 2)
      .map((instant) => DateTime.fromISO(instant, { zone }).minus({ hours: 6 }).toISODate()),
  );
  const expected = dates.filter((date) => date === '2026-10-24').length;
  expect(found.rows.map(({ key, figures }) => [key, figures.holds])).toEqual([['2026-10-24', expected]]);
});
