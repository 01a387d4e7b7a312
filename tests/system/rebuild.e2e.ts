/** While a model is missing, answers are right or 503; in the end every model equals the log. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { createDatabaseOn, sqlOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import {
  cleanUp,
  dataFolder,
  killPrograms,
  makeToken,
  type Program,
  startProgram,
} from '../support/program.ts';
import { call, expectStatus, list, text } from './support/api.ts';
import { type Load, startLoad } from './support/boxOfficeLoad.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { checkLog } from './support/log.ts';
import { schemaOfModel, startRebuild } from './support/rebuild.ts';

const models = [
  'catalog',
  'reservations',
  'availability',
  'holds',
  'bookings',
  'erasures',
  'outbox',
  'search',
  'reports',
];
const showtimes = 8;
const soldBefore = 20;

/** Returns a moment after the copy was begun: looking from here would be too slow to catch it. */
const awaitCopySql = (copy: string): string => `DO $$ BEGIN FOR i IN 1..10000 LOOP
  EXIT WHEN EXISTS (SELECT FROM pg_namespace WHERE nspname = '${copy}');
  PERFORM pg_sleep(0.002); END LOOP; END $$`;

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterEach(killPrograms);
afterAll(async () => {
  await cleanUp();
  await postgres.stop();
});

interface House {
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly program: Program;
  readonly token: string;
  readonly cinema: Cinema;
  readonly showtimeIds: readonly string[];
}

const openHouse = async (): Promise<House> => {
  const databaseUrl = await createDatabaseOn(postgres.connectionString);
  const dataDir = await dataFolder();
  const env = { EVENT_LOG: 'postgres', DATABASE_URL: databaseUrl, LIMIT_LOOPBACK: 'off', LOG_LEVEL: 'info' };
  const program = await startProgram({ dataDir, env });
  const token = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(program.url, token, { rows: 20, seatsPerRow: 20 });
  const more: string[] = [];
  for (let day = 3; day < 2 + showtimes; day += 1) more.push(await cinema.addShowtime(day));
  const showtimeIds = [cinema.showtimeId, ...more];
  await eventually(async () => {
    const path = `/v1/theaters/${cinema.theaterId}/showtimes?limit=100`;
    const { body } = expectStatus(await call(program.url, 'GET', path), 200);
    expect(list(body.items)).toHaveLength(showtimes);
  }, 10_000);
  return { databaseUrl, env, dataDir, program, token, cinema, showtimeIds };
};

const sell = async (house: House, mayBeAway = () => false): Promise<Load> => {
  const load = startLoad({ ...house, url: house.program.url, mayBeAway });
  await eventually(() => expect(load.counts.sold).toBeGreaterThan(soldBefore), 30_000);
  return load;
};

const rebuild = ({ dataDir, env }: Pick<House, 'dataDir' | 'env'>, ...args: readonly string[]) =>
  startRebuild([...args, '--data-dir', dataDir], env);

const expectIdentical = async (house: Pick<House, 'dataDir' | 'env'>): Promise<void> => {
  const { code, stdout, stderr } = await rebuild(house, '--all', '--check', '--quiet').ended;
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.replace(/,.*/, ''))).toEqual(models.map((name) => `${name}: identical`));
  expect(code).toBe(0);
};

const expectSound = async (house: House, load: Load): Promise<void> => {
  await load.stop();
  expect(load.faults).toEqual([]);
  await checkLog(house.program.url, house.token);
  await expectIdentical(house);
};

/** Of the models; the answer also has the reactions. */
const statesOf = async (url: string, token: string): Promise<Readonly<Record<string, string>>> => {
  const { items } = expectStatus(await call(url, 'GET', '/v1/ops/projections', { token }), 200).body;
  const shown = list(items).map(({ name, state }) => [text(name), text(state)] as const);
  return Object.fromEntries(shown.filter(([name]) => models.includes(name)));
};

const everyModel = (state: string): Readonly<Record<string, string>> =>
  Object.fromEntries(models.map((name) => [name, state]));

const internalErrors = ({ program }: House): readonly string[] =>
  program
    .stderr()
    .split('\n')
    .filter((line) => line.includes('"status":500') || line.includes('a request failed unexpectedly'));

describe('while selling', () => {
  it('every model is rebuilt, one after the other, and nobody notices', async () => {
    const house = await openHouse();
    const load = await sell(house);
    for (const model of models) {
      const { code, stdout, stderr } = await rebuild(house, model).ended;
      expect([code, stdout, stderr]).toEqual([
        0,
        expect.stringMatching(
          new RegExp(`^${model}: identical, [0-9,]+ rows? in [0-9] tables?, at [0-9]{20}\n$`),
        ),
        expect.stringContaining(`${model}: 100%`),
      ]);
    }
    expect(load.counts.released).toBeGreaterThan(0);
    expect(load.counts.cancelled).toBeGreaterThan(0);
    expect(load.counts.browsed).toBeGreaterThan(0);
    expect(load.counts.away).toBe(0);
    await expectSound(house, load);
    expect(internalErrors(house)).toEqual([]);
  }, 240_000);

  it('a difference is told, and the log is right', async () => {
    const house = await openHouse();
    const catalog = await schemaOfModel(house.databaseUrl, 'catalog');
    const details = `jsonb_set(details::jsonb, '{city}', '"Atlantis"')::json`;
    await sqlOn(house.databaseUrl, `UPDATE ${catalog}.theaters SET details = ${details}`);
    const checked = await rebuild(house, 'catalog', '--check', '--quiet').ended;
    expect(checked.stdout).toBe(
      `catalog: DIFFERENT from the log, ${2 + 1 + showtimes} rows in 4 tables, at ${/at (\d{20})/.exec(checked.stdout)?.[1]}\n` +
        `  theaters: 1 row differs, such as ["${house.cinema.theaterId}"]\n`,
    );
    expect(checked.code).toBe(1);
    const cityOf = async () =>
      list(expectStatus(await call(house.program.url, 'GET', '/v1/theaters'), 200).body.items).map(
        ({ city }) => text(city),
      );
    expect(await cityOf()).toEqual(['Atlantis']);
    expect((await rebuild(house, 'catalog', '--quiet').ended).code).toBe(0);
    expect(await cityOf()).toEqual(['London']);
    await expectIdentical(house);
  });

  it('a rebuild that is killed leaves the live model as it was; another goes through', async () => {
    const house = await openHouse();
    const load = await sell(house);
    const schema = await schemaOfModel(house.databaseUrl, 'bookings');
    const buildOf = async () =>
      await sqlOn(house.databaseUrl, `SELECT tableoid::text AS build FROM ${schema}.checkpoint`);
    const before = await buildOf();
    const begun = sqlOn(house.databaseUrl, awaitCopySql(`rebuild_${schema}`));
    const first = rebuild(house, 'bookings', '--quiet');
    await begun;
    first.child.kill('SIGKILL');
    expect((await first.ended).code).toBe(null);
    expect(await buildOf()).toEqual(before);
    const [one, two] = [rebuild(house, 'bookings', '--quiet'), rebuild(house, 'bookings', '--quiet')];
    const both = await Promise.all([one.ended, two.ended]);
    const refused = both.filter(({ code }) => code !== 0);
    expect(refused.length).toBeLessThan(2);
    for (const { code, stderr } of refused) {
      expect([code, stderr]).toEqual([2, 'rebuild: bookings is being rebuilt by another process already\n']);
    }
    expect(await buildOf()).not.toEqual(before);
    const copy = `SELECT to_regnamespace('rebuild_${schema}') AS left_over`;
    expect(await sqlOn(house.databaseUrl, copy)).toEqual([{ left_over: null }]);
    await expectSound(house, load);
  });

  it('models are deleted: lists are right or away, and come back by themselves', async () => {
    const house = await openHouse();
    let deleted = false;
    const load = await sell(house, () => deleted);
    deleted = true;
    const schemas = await Promise.all(
      ['catalog', 'search', 'availability', 'bookings', 'holds'].map((model) =>
        schemaOfModel(house.databaseUrl, model),
      ),
    );
    for (const schema of schemas) await sqlOn(house.databaseUrl, `DROP SCHEMA ${schema} CASCADE`);
    await eventually(async () => {
      for (const schema of schemas) await sqlOn(house.databaseUrl, `SELECT FROM ${schema}.checkpoint`);
      expect(await statesOf(house.program.url, house.token)).toEqual(everyModel('live'));
    }, 30_000);
    deleted = false;
    expect(load.counts.away).toBeGreaterThan(0);
    await expectSound(house, load);
    expect(internalErrors(house)).toEqual([]);
  });
});

describe('two processes', () => {
  it('the one that leads is killed: the other goes on within seconds', async () => {
    const house = await openHouse();
    const other = await startProgram({ dataDir: house.dataDir, env: house.env });
    await eventually(async () =>
      expect(await statesOf(other.url, house.token)).toEqual(everyModel('standby')),
    );
    await house.program.kill();
    const edited = expectStatus(
      await call(other.url, 'POST', '/v1/movies', {
        token: house.token,
        body: { title: 'Mon Oncle', runtimeMinutes: 117, genres: ['Comedy'] },
      }),
      201,
    );
    const headers = { 'marquee-min-position': edited.headers.get('marquee-position') ?? '' };
    await eventually(async () => {
      expectStatus(await call(other.url, 'GET', '/v1/movies', { headers }), 200);
      expect(await statesOf(other.url, house.token)).toEqual(everyModel('live'));
    }, 8_000);
  });
});

describe('embedded', () => {
  it('works on the database of the running program, and without the program', async () => {
    const dataDir = await dataFolder();
    const program = await startProgram({ dataDir });
    await openCinema(program.url, await makeToken(dataDir, 'admin'));
    const house = { dataDir, env: {} };
    await expectIdentical(house);
    const listed = await rebuild(house).ended;
    expect(
      listed.stdout.split('\n').filter((line) => /^\w+ +[0-9]{20} {2}[0-9.]+ s behind$/.test(line)),
    ).toHaveLength(models.length);
    await program.interrupt();
    await expectIdentical(house);
    const unknown = await rebuild(house, 'bookngs').ended;
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      `rebuild: there is no bookngs: say one of ${[...models, 'search-index', 'seat-maps'].join(', ')}\n`,
    ]);
  });
});
