/** The catalog read model on a real Postgres, from events to answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import {
  type EventStore,
  positionOf,
  positionStart,
  type RecordedEvent,
} from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { catalogProjection } from '../../../src/projections/catalog/catalogProjection.ts';
import { catalogQueries } from '../../../src/projections/catalog/catalogQueries.ts';
import type { CatalogQueries } from '../../../src/projections/catalog/queries.ts';
import { applyBatch } from '../../../src/projections/engine/applyBatch.ts';
import { filterOf, readModelOf, schemaOf } from '../../../src/projections/engine/Projection.ts';
import { InvalidCursor, type Page } from '../../../src/projections/sql/page.ts';
import { minutes, smallHall, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';
import {
  cancelled,
  hallBuilt,
  layoutDrawn,
  movie,
  nowMs,
  salesClosed,
  salesOpened,
  scheduled,
  show,
  theater,
} from './catalogEvents.ts';

const schema = schemaOf(catalogProjection);
const lyon = { city: 'Lyon', location: { lat: 45.764, lng: 4.8357 } };
const all = { limit: 100 };

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let queries: CatalogQueries;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = catalogQueries(readStore);
});
afterAll(async () => await database.close());
beforeEach(async () => {
  await readStore.drop(schema);
  events = openMemoryEventStore();
});

const logged = async (): Promise<readonly RecordedEvent[]> =>
  (await events.readAll(positionStart, { maxCount: 10_000, filter: filterOf(catalogProjection) })).events;

/** Applies events in batches of so many, wherever the checkpoint stands. */
const applyAll = async (batch: readonly RecordedEvent[], batchEvents = 1_000): Promise<void> => {
  let checkpoint = await readStore.create(readModelOf(catalogProjection), events.logId);
  const onParked = (_event: RecordedEvent, error: unknown): void => {
    throw error;
  };
  const target = { projection: catalogProjection, schema, readStore, parked: new Set<string>(), onParked };
  for (let at = 0; at < batch.length; at += batchEvents) {
    const part = batch.slice(at, at + batchEvents);
    const to = positionOf(BigInt(checkpoint.position) + BigInt(part.length));
    checkpoint = await applyBatch(target, checkpoint, part, to);
  }
};
const project = async (batchEvents?: number): Promise<void> => await applyAll(await logged(), batchEvents);

const contents = async () => {
  const tables = ['movies', 'theaters', 'halls', 'showtimes'] as const;
  const rows = tables.map((table) => readStore.query(`SELECT * FROM ${schema}.${table} ORDER BY id`));
  return await Promise.all(rows);
};

const readPages = async <Row>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<Row>>,
  limit: number,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<readonly Row[]> => {
  const items: Row[] = [];
  let cursor: string | undefined;
  for (let page = 1; page <= 100; page += 1) {
    const answer = await read(cursor === undefined ? { limit } : { limit, cursor });
    items.push(...answer.items);
    if (answer.nextCursor === null) return items;
    cursor = answer.nextCursor;
    await between(page);
  }
  throw new Error('the list does not end');
};

const history = async (): Promise<void> => {
  await appendEvents(events, ...movie(1, 'Amélie', { rating: 'R', releaseDate: '2001-04-25' }));
  const revised = { movieId: uuid(1), title: 'Le Fabuleux Destin', runtimeMinutes: 122, genres: ['Comedy'] };
  await appendEvents(events, `movie-${uuid(1)}`, { type: 'MovieRevised', data: revised });
  await appendEvents(events, `movie-${uuid(1)}`, {
    type: 'MovieRevised',
    data: { ...revised, title: "Le Fabuleux Destin d'Amélie Poulain" },
  });
  await appendEvents(events, ...theater(11, 'Le Rex'));
  await appendEvents(events, `hall-${uuid(21)}`, hallBuilt(21, 11, 'Grande Salle'), layoutDrawn(21, 1));
  await show(events, 31, nowMs + minutes(60), { movieId: uuid(1), theaterId: uuid(11) });
  await show(events, 32, nowMs + minutes(90), { movieId: uuid(1), theaterId: uuid(11) });
  await appendEvents(events, `showtime-${uuid(32)}`, cancelled);
  await appendEvents(events, `hall-${uuid(21)}`, layoutDrawn(21, 2, smallHall.slice(0, 4)));
  for (const cleaningMinutes of [25, 30]) {
    const revised = { hallId: uuid(21), name: 'Grande Salle', loneSeatRule: 'off', cleaningMinutes };
    await appendEvents(events, `hall-${uuid(21)}`, { type: 'HallRevised', data: revised });
  }
};

describe('applying', () => {
  it('gives rows as the API shows them', async () => {
    await history();
    await project();
    expect(await queries.movie(uuid(1), nowMs)).toEqual({
      id: uuid(1),
      title: "Le Fabuleux Destin d'Amélie Poulain",
      genres: ['Comedy'],
      runtimeMinutes: 122,
      rating: null,
      releaseDate: null,
      details: {
        title: "Le Fabuleux Destin d'Amélie Poulain",
        genres: ['Comedy'],
        runtimeMinutes: 122,
      },
      showtimeCount: 1,
      version: 3,
    });
    expect(await queries.theater(uuid(11))).toEqual({
      id: uuid(11),
      name: 'Le Rex',
      city: 'Paris',
      country: 'FR',
      location: { lat: 48.8566, lng: 2.3522 },
      timeZone: 'Europe/Paris',
      details: {
        name: 'Le Rex',
        city: 'Paris',
        country: 'FR',
        location: { lat: 48.8566, lng: 2.3522 },
        timeZone: 'Europe/Paris',
      },
      version: 1,
    });
    expect(await queries.hallNames([uuid(21), uuid(99)])).toEqual(new Map([[uuid(21), 'Grande Salle']]));
    expect(await queries.hallsOf(uuid(11))).toEqual([
      {
        ...{ id: uuid(21), theaterId: uuid(11), version: 3, name: 'Grande Salle' },
        ...({ loneSeatRule: 'off', cleaningMinutes: 30 } as const),
        ...{ layoutVersion: 2, seatCount: 4 },
      },
    ]);
    expect(await queries.showtimes({ movieId: uuid(1), nowMs }, all)).toEqual({
      items: [
        {
          id: uuid(31),
          movieId: uuid(1),
          theaterId: uuid(11),
          hallId: uuid(0xc),
          startsAt: '2026-12-01T13:00:00.000Z',
        },
      ],
      nextCursor: null,
    });
    expect(await queries.movie(uuid(99), nowMs)).toBeUndefined();
    expect(await queries.theater(uuid(99))).toBeUndefined();
  });

  it('twice equals once, and one by one equals all at once', async () => {
    await history();
    await project();
    const once = await contents();
    await project();
    expect(await contents()).toEqual(once);
    // Old events over rows that have moved on: a movie before its last edit, a showtime before it was cancelled.
    for (const seen of [2, 10]) {
      await applyAll((await logged()).slice(0, seen));
      expect(await contents()).toEqual(once);
    }
    await readStore.drop(schema);
    await project(1);
    expect(await contents()).toEqual(once);
  });

  it('takes a first import within seconds', async () => {
    const seats = Array.from({ length: 120 }, (_, n) => ({
      ...smallHall[0],
      id: `S${n}`,
      row: 'S',
      number: n + 1,
    }));
    for (let n = 0; n < 1_200; n += 1) await appendEvents(events, ...movie(n, `Film ${n}`));
    for (let n = 0; n < 2_500; n += 1) await show(events, 10_000 + n, nowMs + minutes(n), { seats });
    const log = await logged();
    const startedAt = performance.now();
    await applyAll(log);
    const tookMs = performance.now() - startedAt;
    expect((await readStore.query(`SELECT count(*) FROM ${schema}.showtimes`))[0]).toEqual({ count: '2500' });
    expect(tookMs).toBeLessThan(10_000);
    process.stdout.write(`applied 1,200 movies and 2,500 showtimes in ${Math.round(tookMs)} ms\n`);
  }, 60_000);
});

describe('movies', () => {
  beforeEach(async () => {
    await appendEvents(events, ...movie(1, 'Amélie', { genres: ['Romantic Comedy', 'Drama'] }));
    await appendEvents(events, ...movie(2, 'Amour'));
    await appendEvents(events, ...movie(3, 'Łódź 100%_', { originalTitle: 'Ziemia obiecana' }));
    await appendEvents(events, ...movie(4, 'An American in Paris', { genres: ['Musical'] }));
    await appendEvents(events, ...theater(11, 'Le Rex'));
    await appendEvents(events, ...theater(12, 'Comœdia', lyon));
    const soon = nowMs + minutes(60);
    await show(events, 31, soon, { movieId: uuid(1), theaterId: uuid(11), language: 'fr', format: 'IMAX' });
    await show(events, 32, soon + minutes(1), { movieId: uuid(1), theaterId: uuid(12) });
    await show(events, 33, soon, { movieId: uuid(2), theaterId: uuid(12), businessDate: '2026-12-02' });
    await show(events, 34, nowMs - minutes(15), { movieId: uuid(2), theaterId: uuid(12) });
    await show(events, 35, soon, { movieId: uuid(4), theaterId: uuid(11) });
    await appendEvents(events, `showtime-${uuid(35)}`, salesClosed);
    await project();
  });

  it('sort by title, in any case and with any accents', async () => {
    const { items } = await queries.movies({ nowMs }, all);
    expect(items.map(({ title }) => title)).toEqual([
      'Amélie',
      'Amour',
      'An American in Paris',
      'Łódź 100%_',
    ]);
  });

  it('count the shows that can be booked now', async () => {
    const counts = async (atMs: number) =>
      (await queries.movies({ nowMs: atMs }, all)).items.map(({ showtimeCount }) => showtimeCount);
    // A show sells until its sales close, not at that instant.
    expect(await counts(nowMs)).toEqual([2, 1, 0, 0]);
    expect(await counts(nowMs - 1)).toEqual([2, 2, 0, 0]);
    expect(await counts(nowMs + minutes(75))).toEqual([1, 0, 0, 0]);
  });
});

describe('theaters', () => {
  beforeEach(async () => {
    await appendEvents(events, ...theater(11, 'Zénith', { chain: 'Étoile' }));
    await appendEvents(events, ...theater(12, 'Comœdia', lyon));
    await appendEvents(events, ...theater(13, 'Odéon', { location: { lat: 48.8497, lng: 2.3393 } }));
    await appendEvents(
      events,
      ...theater(14, 'Auckland', { city: 'Auckland', location: { lat: -36.85, lng: 174.76 } }),
    );
    await project();
  });
  it('sort by name', async () => {
    const { items } = await queries.theaters(all);
    expect(items.map(({ name }) => name)).toEqual(['Auckland', 'Comœdia', 'Odéon', 'Zénith']);
  });
  it('have the currency of their first showtime, from the same batch or a later one', async () => {
    const settled = (n: number, currency: string) => ({
      type: 'TheaterCurrencySettled',
      data: { theaterId: uuid(n), currency },
    });
    const currencies = async () =>
      (await queries.theaters(all)).items.map(({ name, settledCurrency }) => [name, settledCurrency]);
    await appendEvents(events, ...theater(15, 'Ziggurat'), settled(15, 'EUR'));
    await appendEvents(events, `theater-${uuid(14)}`, settled(14, 'USD'));
    await project();
    expect(await currencies()).toEqual([
      ['Auckland', 'USD'],
      ['Comœdia', undefined],
      ['Odéon', undefined],
      ['Zénith', undefined],
      ['Ziggurat', 'EUR'],
    ]);
  });
});

describe('showtimes', () => {
  const at = (offsetMinutes: number): number => nowMs + minutes(offsetMinutes);
  const starts = async (filter: Omit<Parameters<CatalogQueries['showtimes']>[0], 'nowMs'>) =>
    (await queries.showtimes({ ...filter, nowMs }, all)).items.map(({ id }) =>
      Number.parseInt(id.slice(-12), 16),
    );

  beforeEach(async () => {
    await appendEvents(events, ...theater(11, 'Le Rex'));
    await appendEvents(events, ...theater(12, 'Comœdia', lyon));
    await show(events, 33, at(180), { movieId: uuid(1), theaterId: uuid(12) });
    await show(events, 31, at(60), { movieId: uuid(1), theaterId: uuid(11), language: 'fr', format: 'IMAX' });
    await show(events, 32, at(60), { movieId: uuid(2), theaterId: uuid(11) });
    await show(events, 34, at(-600), { movieId: uuid(1), theaterId: uuid(11) });
    await show(events, 35, at(90), { movieId: uuid(1), theaterId: uuid(11) });
    await appendEvents(events, `showtime-${uuid(35)}`, cancelled);
    await appendEvents(events, `showtime-${uuid(36)}`, scheduled(36, at(120), { theaterId: uuid(11) }));
    await show(events, 37, at(1_500), { movieId: uuid(1), theaterId: uuid(11), businessDate: '2026-12-02' });
    await project();
  });

  it('by start: on sale and not over, unless a date is asked for', async () => {
    expect(await starts({})).toEqual([31, 32, 33, 37]);
    expect(await starts({ date: '2026-12-01' })).toEqual([34, 31, 32, 35, 36, 33]);
    expect(await starts({ date: '2026-12-02' })).toEqual([37]);
    await appendEvents(events, `showtime-${uuid(36)}`, salesOpened);
    await applyAll((await logged()).slice(-1));
    expect(await starts({})).toEqual([31, 32, 36, 33, 37]);
  });

  it('by format and language, whatever the case', async () => {
    expect(await starts({ language: 'FR' })).toEqual([31]);
    expect(await starts({ format: 'imax', city: 'Paris' })).toEqual([31]);
    expect(await starts({ format: '2d' })).toEqual([32, 33, 37]);
    expect(await starts({ format: 'imax', language: 'en' })).toEqual([]);
  });

  it('of a movie, a theater, a city, near a point', async () => {
    expect(await starts({ movieId: uuid(1) })).toEqual([31, 33, 37]);
    expect(await starts({ theaterId: uuid(12) })).toEqual([33]);
    expect(await starts({ movieId: uuid(2), theaterId: uuid(12) })).toEqual([]);
    expect(await starts({ city: 'lyon' })).toEqual([33]);
    expect(await starts({ near: { lat: 45.7, lng: 4.8 } })).toEqual([33]);
    expect(await starts({ near: { lat: 45.7, lng: 4.8 }, radiusKm: 1 })).toEqual([]);
    const [near] = (await queries.showtimes({ near: { lat: 45.7, lng: 4.8 }, nowMs }, all)).items;
    expect(near?.distanceKm).toBeCloseTo(7.66, 1);
    for (const elsewhere of [{ nowMs }, { city: 'lyon', nowMs }]) {
      expect((await queries.showtimes(elsewhere, all)).items[0]).not.toHaveProperty('distanceKm');
    }
    expect(await starts({ city: 'nowhere' })).toEqual([]);
    expect(await starts({ city: 'lyon', movieId: uuid(1) })).toEqual([33]);
    expect(await starts({ city: 'lyon', theaterId: uuid(11) })).toEqual([]);
    expect(await starts({ city: 'paris', date: '2026-12-02' })).toEqual([37]);
    // Both theaters, merged by start, in pages.
    const france = { near: { lat: 47, lng: 3 }, radiusKm: 1_000, nowMs };
    const paged = await readPages((page) => queries.showtimes(france, page), 1);
    expect(paged).toEqual((await queries.showtimes(france, all)).items);
    expect(paged).toHaveLength(4);
  });
});

describe('pages', () => {
  it('of a growing list repeat nothing and leave nothing out', async () => {
    const inserted: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      await appendEvents(events, ...movie(n, `Film ${String(n % 20).padStart(2, '0')}`));
      await show(events, 1_000 + n, nowMs + minutes(60 + (n % 7)));
    }
    await project();
    const grow = async (page: number) => {
      // Before, in the middle of and after what has been read.
      for (const title of ['Aaa', 'Film 10', 'Zzz']) {
        const id = 500 + inserted.length;
        inserted.push(uuid(id));
        await appendEvents(events, ...movie(id, title));
      }
      await show(events, 2_000 + page, nowMs + minutes(60 + (page % 7)));
      await applyAll((await logged()).slice(-5));
    };
    const movies = await readPages((page) => queries.movies({ nowMs }, page), 7, grow);
    const ids = movies.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (let n = 0; n < 60; n += 1) expect(ids).toContain(uuid(n));
    expect(ids.some((id) => inserted.includes(id))).toBe(true);

    const shows = await readPages((page) => queries.showtimes({ nowMs }, page), 7, grow);
    const showIds = shows.map(({ id }) => id);
    expect(new Set(showIds).size).toBe(showIds.length);
    for (let n = 0; n < 60; n += 1) expect(showIds).toContain(uuid(1_000 + n));
  });

  it('refuse a cursor that is not of their list', async () => {
    for (let n = 0; n < 3; n += 1) await appendEvents(events, ...movie(n, `Film ${n}`));
    await project();
    const { nextCursor } = await queries.movies({ nowMs }, { limit: 2 });
    expect(nextCursor).toMatch(/^[A-Za-z0-9_-]+$/);
    const cursor = nextCursor ?? '';
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    await expect(queries.theaters({ limit: 2, cursor })).rejects.toThrow(InvalidCursor);
    await expect(queries.showtimes({ nowMs }, { limit: 2, cursor })).rejects.toThrow(InvalidCursor);
    for (const bad of [
      '',
      '%',
      'x'.repeat(5_000),
      forged(['movies']),
      forged(['movies', 1, 2]),
      forged({}),
    ]) {
      await expect(queries.movies({ nowMs }, { limit: 2, cursor: bad })).rejects.toThrow(InvalidCursor);
    }
    for (const bad of [
      ['showtimes', 9e15, 'a'],
      ['showtimes', -1, 'a'],
      ['showtimes', 1, 'a\0b'],
    ]) {
      const page = { limit: 2, cursor: forged(bad) };
      await expect(queries.showtimes({ nowMs }, page)).rejects.toThrow(InvalidCursor);
    }
  });
});
