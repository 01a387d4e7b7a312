/** The worked questions on a told season, against what the story itself wrote down. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSeason } from '../../scripts/analytics/exportSeason.ts';
import { type SaleTold, type Season, tellSeason } from '../../scripts/analytics/season.ts';
import type { Duckdb } from '../../src/adapters/duckdb/openDuckdb.ts';
import { answer, openAnalysis } from '../../src/cli/analyze/analyze.ts';
import { questionNames, readQuestion } from '../../src/cli/analyze/questions.ts';
import { startCommand } from '../system/support/command.ts';

const weeks = 12;
const hourMs = 3_600_000;

let season: Season;
let folder: string;
let duckdb: Duckdb;

beforeAll(async () => {
  season = await tellSeason(weeks);
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-analytics-'));
  await exportSeason(season.events, path.join(folder, 'export'));
  duckdb = await openAnalysis(path.join(folder, 'export'));
});
afterAll(async () => {
  duckdb.close();
  await rm(folder, { recursive: true, force: true });
});

type Row = Readonly<Record<string, unknown>>;
const ask = async (name: string): Promise<readonly Row[]> => answer(duckdb, (await readQuestion(name)).sql);
const pick = (rows: readonly Row[], ...names: readonly string[]) =>
  rows.map((row) => names.map((name) => row[name]));

const booked = (): readonly SaleTold[] => season.sales.filter(({ ending }) => ending === 'booked');
const kept = (): readonly SaleTold[] => booked().filter(({ cancelled }) => cancelled === undefined);
const sum = <Item>(items: Iterable<Item>, of: (item: Item) => number): number => {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
};
const priceOf = ({ seats }: SaleTold): number => sum(seats, ({ priceMinor }) => priceMinor);
const seatsOf = (sales: Iterable<SaleTold>): number => sum(sales, ({ seats }) => seats.length);
const dateOf = ({ startsAt }: SaleTold): string => startsAt.slice(0, 10);
const byText = (one: unknown, other: unknown): number => (String(one) < String(other) ? -1 : 1);

describe('the answer to', () => {
  it('occupancy-before-show', async () => {
    const rows = await ask('occupancy-before-show');
    const changes = season.events.flatMap(({ type, stream, at, data }) =>
      type === 'SeatsBooked' || type === 'SeatsReturned'
        ? [
            {
              stream,
              at,
              seats:
                (JSON.parse(data) as { seatIds: string[] }).seatIds.length *
                (type === 'SeatsBooked' ? 1 : -1),
            },
          ]
        : [],
    );
    const startOf = new Map(
      season.sales.map(({ showtimeId, startsAt }) => [`showtime-${showtimeId}`, Date.parse(startsAt)]),
    );
    const soldBefore = (hours: number) =>
      sum(
        changes.filter(({ stream, at }) => (startOf.get(stream) ?? 0) - Date.parse(at) >= hours * hourMs),
        ({ seats }) => seats,
      );
    expect(pick(rows, 'hoursBefore', 'seatsSold')).toEqual(
      Array.from({ length: 73 }, (_, hours) => [hours, soldBefore(hours)]),
    );
    expect(rows[0]?.seatsSold).toBe(seatsOf(kept()));
  });

  it('sell-out-curve', async () => {
    const rows = await ask('sell-out-curve');
    const houses = [...Map.groupBy(kept(), ({ showtimeId }) => showtimeId).values()].map(seatsOf);
    const fullest = houses.sort((one, other) => other - one).slice(0, 5);
    const capacity = (
      JSON.parse(season.events.find(({ type }) => type === 'LayoutDrawn')?.data ?? '') as { seats: object[] }
    ).seats.length;
    const last = rows.filter(({ day }) => day === 14).map(({ percent }) => percent);
    expect(last.sort()).toEqual(fullest.map((seats) => Math.round((1_000 * seats) / capacity) / 10).sort());
    expect(rows).toHaveLength(5 * 15);
  });

  it('hold-funnel', async () => {
    const rows = await ask('hold-funnel');
    const endings = Object.fromEntries(
      [...Map.groupBy(season.sales, ({ ending }) => ending)].map(([ending, sales]) => [ending, sales.length]),
    );
    const { booked: paid = 0, ...deaths } = endings;
    expect(Object.fromEntries(pick(rows, 'what', 'holds'))).toEqual({
      held: season.sales.length,
      'payment tried': paid + (deaths['ran out, card declined'] ?? 0),
      ...{ authorized: paid, booked: paid, admitted: season.sales.filter(({ admitted }) => admitted).length },
      ...deaths,
    });
  });

  it('revenue-by-movie', async () => {
    const rows = await ask('revenue-by-movie');
    const expected = [...Map.groupBy(booked(), (sale) => `${dateOf(sale)} ${sale.title}`)].map(
      ([key, sales]) => {
        const gross = sum(sales, priceOf);
        return [key, sales.length, gross, gross - sum(sales, ({ cancelled }) => cancelled?.refundMinor ?? 0)];
      },
    );
    const got = rows.map((row) => [
      `${row.businessDate} ${row.title}`,
      row.bookings,
      row.grossMinor,
      row.netMinor,
    ]);
    expect(got).toEqual(expected.sort(([one], [other]) => byText(one, other)));
  });

  it('price-per-seat-type', async () => {
    const types = Map.groupBy(
      booked().flatMap(({ seats }) => seats),
      ({ type }) => type,
    );
    const expected = [...types].map(([type, seats]) => {
      const prices = seats.map(({ priceMinor }) => priceMinor);
      return [type, seats.length, Math.min(...prices), Math.max(...prices)];
    });
    const rows = pick(await ask('price-per-seat-type'), 'seatType', 'seats', 'leastMinor', 'mostMinor');
    expect(rows.toSorted(([one], [other]) => byText(one, other))).toEqual(
      expected.sort(([one], [other]) => byText(one, other)),
    );
  });

  it('seats-that-sell-first', async () => {
    const rows = await ask('seats-that-sell-first');
    const hallOf = new Map(
      season.events.flatMap(({ type, data }) => {
        if (type !== 'ShowtimeScheduled') return [];
        const { showtimeId, hallId } = JSON.parse(data) as { showtimeId: string; hallId: string };
        return [[showtimeId, hallId]];
      }),
    );
    const halls = [...Map.groupBy(booked(), ({ showtimeId }) => hallOf.get(showtimeId)).values()];
    const busiest = halls.sort((one, other) => seatsOf(other) - seatsOf(one))[0] ?? [];
    const times = Map.groupBy(
      busiest.flatMap(({ seats }) => seats),
      ({ id }) => id,
    );
    expect(Object.fromEntries(pick(rows, 'seatId', 'timesSold').filter(([, count]) => count !== 0))).toEqual(
      Object.fromEntries([...times].map(([id, seats]) => [id, seats.length])),
    );
    const turns = rows.flatMap(({ turn }) => (typeof turn === 'number' ? [turn] : []));
    expect(turns.filter((turn) => turn < 0 || turn > 1)).toEqual([]);
  });

  it('lost-demand', async () => {
    const capacity = (
      JSON.parse(season.events.find(({ type }) => type === 'LayoutDrawn')?.data ?? '') as { seats: object[] }
    ).seats.length;
    const soldIn = Map.groupBy(kept(), ({ showtimeId }) => showtimeId);
    const leftEmpty = (showtimeId = ''): number => capacity - seatsOf(soldIn.get(showtimeId) ?? []);
    const expected = [...Map.groupBy(season.refusals, ({ why }) => why)].map(([why, refusals]) => {
      const shows = [...Map.groupBy(refusals, ({ showtimeId }) => showtimeId)];
      const asked = shows.map(([id, of]) => ({ seats: sum(of, ({ party }) => party), empty: leftEmpty(id) }));
      const seats = sum(asked, (each) => each.seats);
      return [
        why,
        shows.length,
        refusals.length,
        seats,
        sum(asked, (each) => Math.min(each.seats, each.empty)),
      ];
    });
    const rows = await ask('lost-demand');
    expect(rows.length).toBeGreaterThan(0);
    expect(
      pick(rows, 'why', 'shows', 'refusals', 'seats', 'seatsLeftEmpty').toSorted(([one], [other]) =>
        byText(one, other),
      ),
    ).toEqual(expected.sort(([one], [other]) => byText(one, other)));
  });

  it('refunds-by-reason', async () => {
    const rows = await ask('refunds-by-reason');
    const cancelled = booked().flatMap((sale) =>
      sale.cancelled === undefined ? [] : [{ ...sale, ...sale.cancelled }],
    );
    const byCinema = cancelled.filter(({ by }) => by === 'cinema');
    expect(
      pick(
        rows.filter(({ why }) => why === 'by the cinema'),
        'cancellations',
        'refundedMinor',
      ),
    ).toEqual([[byCinema.length, sum(byCinema, priceOf)]]);
    expect(sum(rows, ({ cancellations }) => Number(cancellations))).toBe(cancelled.length);
    expect(sum(rows, ({ refundedMinor }) => Number(refundedMinor))).toBe(
      sum(cancelled, ({ refundMinor }) => refundMinor),
    );
  });

  it('lead-time', async () => {
    const ends = [0, 1, 6, 24, 72, 168, Number.POSITIVE_INFINITY];
    const counts = ends.map(() => 0);
    for (const { startsAt, paidAtMs = 0 } of booked()) {
      const hours = (Date.parse(startsAt) - paidAtMs) / hourMs;
      const at = ends.findIndex((end) => hours < end);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    expect(pick(await ask('lead-time'), 'bookings')).toEqual(counts.map((count) => [count]));
  });

  it('no-shows', async () => {
    const days = Map.groupBy(kept(), (sale) => new Date(sale.startsAt).getUTCDay());
    const expected = [...days].map(([day, sales]) => [
      day,
      seatsOf(sales),
      seatsOf(sales.filter(({ admitted }) => !admitted)),
    ]);
    expect(pick(await ask('no-shows'), 'weekday', 'seats', 'noShows')).toEqual(
      expected.sort(([one], [other]) => Number(one) - Number(other)),
    );
  });

  it('party-size', async () => {
    const parties = Map.groupBy(booked(), ({ seats }) => seats.length);
    const expected = [...parties].map(([party, sales]) => [party, sales.length]);
    expect(pick(await ask('party-size'), 'party', 'bookings')).toEqual(
      expected.sort(([one = 0], [other = 0]) => one - other),
    );
  });

  it('two-years', async () => {
    const months = Map.groupBy(kept(), (sale) => dateOf(sale).slice(0, 7));
    const got = (await ask('two-years')).map(({ year, month, seats }) => [
      `${year}-${String(month).padStart(2, '0')}`,
      seats,
    ]);
    expect(got).toEqual(
      [...months]
        .map(([month, sales]) => [month, seatsOf(sales)])
        .sort(([one], [other]) => byText(one, other)),
    );
  });
});

describe('npm run analyze', () => {
  const run = (...args: readonly string[]) => startCommand('analyze', args, {}).ended;

  it('lists the twelve questions', async () => {
    const { code, stdout } = await run();
    expect([
      code,
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ]).toEqual([0, await questionNames()]);
    expect(await questionNames()).toHaveLength(12);
  });

  it('prints a table, draws a picture and replaces none', async () => {
    const picture = path.join(folder, 'party-size.svg');
    const args = ['party-size', '--data', path.join(folder, 'export'), '--picture', picture];
    const first = await run(...args);
    expect([first.code, first.stdout.split('\n')[2]]).toEqual([0, 'party  bookings  seats  percent']);
    expect(await readFile(picture, 'utf8')).toContain('seats of a booking');
    const second = await run(...args);
    expect([second.code, second.stderr]).toEqual([
      2,
      `analyze: ${picture} is there: choose another --picture, or replace it with --force\n`,
    ]);
  });

  it.each([
    [['who-did-it', '--data', '.'], 'there is no question who-did-it'],
    [['../../README', '--data', '.'], 'there is no question ../../README'],
    [['party-size'], 'say with --data where the export is'],
    [['party-size', '--data', '/nowhere'], '/nowhere holds no export in Parquet'],
  ])('refuses %j', async (args, told) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(told);
  });
});
