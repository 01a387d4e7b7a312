/** Migrations on a real server: in order, once, whole, and by one process at a time. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { MigrationRefused, migrate } from '../../../src/adapters/postgres/migrate.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { startTestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
let pool: pg.Pool;
let folder: string;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());
beforeEach(async () => {
  pool = new pg.Pool({ connectionString: await server.createDatabase() });
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-migrations-'));
});
afterEach(async () => {
  await pool.end();
  await rm(folder, { recursive: true });
});

const file = (name: string, sql: string) => writeFile(path.join(folder, name), sql);
const run = () => migrate(pool, { schema: 'shop', folder: pathToFileURL(folder) });

it('applies files in the order of their names, and each once', async () => {
  await file('0002-more.sql', 'insert into shop.things values (2)');
  await file('0001-things.sql', 'create table shop.things (id integer); insert into shop.things values (1)');
  await file('notes.txt', 'this is no SQL');
  expect(await run()).toEqual(['0001-things.sql', '0002-more.sql']);
  expect(await run()).toEqual([]);
  await file('0003-last.sql', 'insert into shop.things values (3)');
  expect(await run()).toEqual(['0003-last.sql']);
  expect((await pool.query('select id from shop.things order by id')).rows).toEqual([
    { id: 1 },
    { id: 2 },
    { id: 3 },
  ]);
});

it('lets many processes start at once', async () => {
  await file('0001-things.sql', 'create table shop.things (id integer)');
  await file('0002-more.sql', 'insert into shop.things values (1)');
  const applied = await Promise.all([run(), run(), run(), run(), run()]);
  expect(applied.flat()).toEqual(['0001-things.sql', '0002-more.sql']);
  expect((await pool.query('select id from shop.things')).rows).toEqual([{ id: 1 }]);
});

it('applies all that is missing or nothing', async () => {
  await file('0001-things.sql', 'create table shop.things (id integer)');
  await file('0002-broken.sql', 'insert into shop.nothing values (1)');
  await expect(run()).rejects.toThrow('shop.nothing');
  await file('0002-broken.sql', 'insert into shop.things values (1)');
  expect(await run()).toEqual(['0001-things.sql', '0002-broken.sql']);
});

it('refuses a file that was changed after it had been applied, and names it', async () => {
  await file('0001-things.sql', 'create table shop.things (id integer)');
  await run();
  await file('0001-things.sql', 'create table shop.things (id bigint)');
  await expect(run()).rejects.toThrow(
    new MigrationRefused('shop: 0001-things.sql was changed after it had been applied'),
  );
});

it('leaves the work of a newer release alone', async () => {
  await file('0001-things.sql', 'create table shop.things (id integer)');
  await file('0002-newer.sql', 'create table shop.newer (id integer)');
  await run();
  await rm(path.join(folder, '0002-newer.sql'));
  expect(await run()).toEqual([]);
});
