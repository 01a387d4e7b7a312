/**
 * Fills the catalog and search models with a generated timetable and measures what browsers ask of them, on Postgres alone:
 * `node bench/browse.ts [--showtimes 100000] [--rounds 40]`. Prints one line per question, in milliseconds.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openPostgresReadStore } from '../src/adapters/postgres-read/PostgresReadStore.ts';
import { postgresSearchIndex } from '../src/adapters/postgres-search/postgresSearchIndex.ts';
import { readCities } from '../src/demo/cities.ts';
import { demoFraction, demoId } from '../src/demo/demoId.ts';
import { readFilms } from '../src/demo/films.ts';
import type { AnyEvent } from '../src/domain/kernel/decider.ts';
import { priceTermsFor } from '../src/domain/pricing/priceTermsFor.ts';
import { positionOf } from '../src/ports/EventStore.ts';
import type { ReadStore } from '../src/ports/ReadStore.ts';
import { catalogProjection } from '../src/projections/catalog/catalogProjection.ts';
import { catalogQueries } from '../src/projections/catalog/catalogQueries.ts';
import { type Placed, type Projection, readModelOf, schemaOf } from '../src/projections/engine/Projection.ts';
import { searchProjection } from '../src/projections/search/searchProjection.ts';
import { searchQueries } from '../src/projections/search/searchQueries.ts';
import type { SearchRequest } from '../src/projections/search/searchQuestion.ts';
import { openPeerPostgres } from './Bench.ts';

const { values } = parseArgs({
  options: {
    showtimes: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '40' },
  },
});
const showtimeCount = Math.min(Number(values.showtimes), 1_000_000);
const rounds = Math.min(Number(values.rounds), 1_000);

const theatersMax = 250;
const filmsOfADay = 12;
const showsOfADay = 40;
const batchEvents = 2_000;
const dayMs = 86_400_000;
const minuteMs = 60_000;
const nowMs = Date.parse('2026-12-01T15:00:00.000Z');
const firstDayMs = Date.parse('2026-12-01T08:00:00.000Z');
const languages = ['en', 'fr', 'de', 'es', 'ja'];
const formats = ['2D', '3D', 'IMAX'];

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const pick = <Item>(items: readonly Item[], key: string): Item => {
  const item = items[Math.floor(demoFraction(key) * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};
const iso = (ms: number): string => new Date(ms).toISOString();

interface Told {
  readonly stream: string;
  readonly revision: number;
  readonly event: AnyEvent;
}

/** Several theaters a city, some kilometres apart. */
const theaterPlaces = async () => {
  const cities = await readCities();
  return Array.from({ length: theatersMax }, (_, at) => {
    const city = pick(cities, `city/${at}`);
    return {
      ...city,
      lat: city.lat + demoFraction(`lat/${at}`) / 5,
      lng: city.lng + demoFraction(`lng/${at}`) / 5,
    };
  });
};

async function* timetable(): AsyncGenerator<Told> {
  const films = await readFilms();
  const cities = await theaterPlaces();
  for (const [at, film] of films.entries()) {
    const { title, genres, runtimeMinutes } = film;
    const movieId = demoId(`bench/film/${at}`);
    const data = { movieId, title, genres: [...genres], runtimeMinutes };
    yield { stream: `movie-${movieId}`, revision: 0, event: { type: 'MovieRegistered', data } };
  }
  for (const [at, { name, country, lat, lng, timeZone }] of cities.entries()) {
    const theaterId = demoId(`bench/theater/${at}`);
    const data = {
      theaterId,
      name: `Cinema ${name} ${at}`,
      city: name,
      country,
      location: { lat, lng },
      timeZone,
    };
    yield { stream: `theater-${theaterId}`, revision: 0, event: { type: 'TheaterOpened', data } };
  }
  for (let n = 0; n < showtimeCount; n += 1) {
    const place = n % cities.length;
    const slot = Math.floor(n / cities.length);
    const [day, show] = [Math.floor(slot / showsOfADay), slot % showsOfADay];
    const running = `${place}/${Math.floor(day / 7)}/${show % filmsOfADay}`;
    const film = Math.floor(demoFraction(`film/${running}`) * films.length);
    const startsAtMs =
      firstDayMs + day * dayMs + Math.floor(show / 8) * 3 * 60 * minuteMs + (show % 8) * 10 * minuteMs;
    const showtimeId = demoId(`bench/showtime/${n}`);
    const startsAt = iso(startsAtMs);
    const data = {
      showtimeId,
      movieId: demoId(`bench/film/${film}`),
      theaterId: demoId(`bench/theater/${place}`),
      hallId: demoId(`bench/hall/${place}/${show % 8}`),
      startsAt,
      endsAt: iso(startsAtMs + 120 * minuteMs),
      salesCloseAt: iso(startsAtMs + 15 * minuteMs),
      businessDate: iso(firstDayMs + day * dayMs).slice(0, 10),
      format: pick(formats, `format/${running}`),
      language: pick(languages, `language/${running}`),
      priceTerms: priceTermsFor({
        base: { amount: 900 + (place % 7) * 50, currency: 'USD' },
        startsAt,
        timeZone: 'Etc/UTC',
        rules: undefined,
      }),
    };
    const stream = `showtime-${showtimeId}`;
    yield { stream, revision: 0, event: { type: 'ShowtimeScheduled', data } };
    yield { stream, revision: 1, event: { type: 'SalesOpened', data: {} } };
  }
}

const fill = async (readStore: ReadStore, projections: readonly Projection[]): Promise<void> => {
  const checkpoints = new Map(
    await Promise.all(
      projections.map(async (each) => [each, await readStore.create(readModelOf(each), 'bench')] as const),
    ),
  );
  let position = 0n;
  let batch: Placed<AnyEvent>[] = [];
  const write = async (): Promise<void> => {
    const to = positionOf(position);
    for (const projection of projections) {
      const from = checkpoints.get(projection);
      if (from === undefined) throw new Error(`${projection.name} has no checkpoint`);
      const known = batch.filter(({ type }) => type in projection.definitions);
      await readStore.advance(schemaOf(projection), from, to, (transaction) =>
        projection.apply(known, transaction),
      );
      checkpoints.set(projection, { ...from, position: to });
    }
    batch = [];
  };
  for await (const { stream, revision, event } of timetable()) {
    position += 1n;
    batch.push({
      ...event,
      stream,
      revision,
      id: stream,
      correlationId: stream,
      at: iso(nowMs),
      position: positionOf(position),
    });
    if (batch.length === batchEvents) await write();
  }
  await write();
};

const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-browse-'));
const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  const postgres = await openPeerPostgres(folder, stops);
  const url = await postgres.create('browse');
  const readStore = openPostgresReadStore({ url });
  stops.push(() => readStore.close());
  const begun = performance.now();
  await fill(readStore, [catalogProjection, searchProjection]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // What autovacuum does within a minute.
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query(`SELECT count(*) AS offers FROM ${schemaOf(searchProjection)}.offers`);
  await client.end();
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(
    `${showtimeCount} showtimes, ${rows[0].offers} offers, filled in ${seconds} s; p50 and p95 of ${rounds}, ms`,
  );

  const catalog = catalogQueries(readStore);
  const index = postgresSearchIndex(readStore, schemaOf(searchProjection));
  const search = searchQueries({ index, readStore, catalog });
  const page = { limit: 20 };
  const places = await theaterPlaces();
  const movies = (request: Omit<SearchRequest, 'nowMs'>) => () => search.movies({ ...request, nowMs }, page);
  const at = (n: number) => pick(places, `place/${n}`);
  const questions: readonly (readonly [string, (n: number) => Promise<unknown>])[] = [
    ['text: the', movies({ q: 'the' })],
    ['text: star wars', movies({ q: 'star wars' })],
    ['typo: pirats carribean', movies({ q: 'pirats carribean' })],
    ['typo: schindlr', movies({ q: 'schindlr' })],
    ['nothing: zzzzqqq', movies({ q: 'zzzzqqq' })],
    ['near, 50 km', (n) => movies({ near: at(n) })()],
    ['near, 500 km, by distance', (n) => movies({ near: at(n), radiusKm: 500, sort: 'distance' })()],
    ['city', (n) => movies({ city: at(n).name })()],
    ['genre', movies({ genre: 'drama' })],
    ['language and date', movies({ language: 'fr', date: '2026-12-03' })],
    ['all by time', movies({ sort: 'time' })],
    ['all by price', movies({ sort: 'price' })],
    ['suggest: the l', () => search.suggest('the l', nowMs)],
    ['facets: all', movies({ bookable: true, facets: true })],
    ['facets: the', movies({ q: 'the', facets: true })],
    ['facets: city', (n) => movies({ city: at(n).name, facets: true })()],
    ['facets: theaters', () => search.theaters({ bookable: true, facets: true, nowMs }, page)],
    ['showtimes', () => catalog.showtimes({ nowMs }, page)],
    ['showtimes by city', (n) => catalog.showtimes({ city: at(n).name, nowMs }, page)],
    ['showtimes by city, none', () => catalog.showtimes({ city: 'nowhere', nowMs }, page)],
    ['showtimes near, 50 km', (n) => catalog.showtimes({ near: at(n), nowMs }, page)],
    ['showtimes near, 5,000 km', (n) => catalog.showtimes({ near: at(n), radiusKm: 5_000, nowMs }, page)],
    [
      'showtimes of a date in a city',
      (n) => catalog.showtimes({ city: at(n).name, date: '2026-12-05', nowMs }, page),
    ],
  ];
  for (const [name, ask] of questions) {
    await ask(0);
    const took: number[] = [];
    for (let n = 0; n < rounds; n += 1) {
      const since = performance.now();
      await ask(n);
      took.push(performance.now() - since);
    }
    took.sort((a, b) => a - b);
    const [p50, p95] = [took[Math.floor(rounds / 2)], took[Math.floor(rounds * 0.95)]];
    say(`${name.padEnd(32)} ${p50?.toFixed(1).padStart(8)} ${p95?.toFixed(1).padStart(8)}`);
  }
} finally {
  for (const stop of stops.toReversed()) await stop();
}
