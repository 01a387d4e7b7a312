/** A copy in the place of a model on a real Postgres: compared at one position, exchanged under readers and writers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { type Checkpoint, ReadModelMissing, type ReadStore } from '../../../src/ports/ReadStore.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';

const logId = '01900000-0000-7000-8000-0000000000aa';
const tables = `
  CREATE TABLE things (id text PRIMARY KEY, size integer NOT NULL);
  CREATE TABLE parts (thing text, part text, PRIMARY KEY (thing, part));`;
const live = 'things_v1';
const copy = 'rebuild_things_v1';

let database: TestDatabase;
let store: ReadStore;

beforeAll(async () => {
  database = await createTestDatabase();
  store = database.openReadStore();
});
afterAll(async () => await database.close());
beforeEach(async () => {
  await store.drop(live);
  await store.drop(copy);
});

/** Moves a model to a position, with these things added. */
const fill = async (
  schema: string,
  from: Checkpoint,
  position: bigint,
  things: Readonly<Record<string, number>>,
): Promise<Checkpoint> => {
  const to = positionOf(position);
  const outcome = await store.advance(schema, from, to, async (transaction) => {
    for (const [id, size] of Object.entries(things)) {
      await transaction.query('INSERT INTO things (id, size) VALUES ($1, $2)', [id, size]);
      await transaction.query('INSERT INTO parts (thing, part) VALUES ($1, $2)', [id, 'whole']);
    }
  });
  expect(outcome).toBe('applied');
  return { ...from, position: to };
};

const make = (schema: string) => store.create({ schema, tables }, logId);
const sizes = async () =>
  Object.fromEntries(
    (await store.query(`SELECT id, size FROM ${live}.things`)).map(({ id, size }) => [id, size]),
  );

describe('builds', () => {
  it('are told apart: a model that was deleted and made again is not moved from where the old one stood', async () => {
    const first = await make(live);
    await store.drop(live);
    const second = await make(live);
    expect(second).toEqual({ ...first, build: second.build });
    expect(await store.advance(live, first, positionOf(1n), async () => undefined)).toBe('moved');
    expect(await store.checkpoint(live)).toEqual(second);
  });

  it('are deleted only by whoever means them', async () => {
    const first = await make(live);
    await store.drop(live);
    const second = await make(live);
    await store.drop(live, first.build);
    expect(await store.checkpoint(live)).toEqual(second);
    await database.sql(`DROP TABLE ${live}.checkpoint`);
    await store.drop(live, first.build);
    await expect(store.query(`SELECT FROM ${live}.things`)).rejects.toThrow(ReadModelMissing);
  });
});

describe('comparing', () => {
  it('finds what differs in which table, at the position of both, and lets the live one go on', async () => {
    const one = await fill(live, await make(live), 3n, { a: 1, b: 2, c: 3 });
    const two = await fill(copy, await make(copy), 2n, { a: 1, c: 4, d: 5 });
    const compared = await store.compare(live, copy, async (standing) => {
      expect(standing).toEqual(one);
      return await fill(copy, two, 3n, { e: 6 });
    });
    expect(compared).toEqual([
      { table: 'parts', rows: 4, differing: 3, keys: ['["b", "whole"]', '["d", "whole"]', '["e", "whole"]'] },
      { table: 'things', rows: 4, differing: 4, keys: ['["b"]', '["c"]', '["d"]'] },
    ]);
    await fill(live, one, 4n, { f: 1 });
  });

  it('says so when nothing does', async () => {
    await fill(live, await make(live), 3n, { a: 1 });
    const same = await fill(copy, await make(copy), 3n, { a: 1 });
    expect(await store.compare(live, copy, async () => same)).toEqual([
      { table: 'parts', rows: 1, differing: 0, keys: [] },
      { table: 'things', rows: 1, differing: 0, keys: [] },
    ]);
  });

  it('takes a table that one of the two has lost for an empty one', async () => {
    await fill(live, await make(live), 3n, { a: 1 });
    const same = await fill(copy, await make(copy), 3n, { a: 1 });
    await database.sql(`DROP TABLE ${live}.parts`);
    expect(await store.compare(live, copy, async () => same)).toEqual([
      { table: 'parts', rows: 1, differing: 1, keys: ['["a", "whole"]'] },
      { table: 'things', rows: 1, differing: 0, keys: [] },
    ]);
  });

  it('refuses two at different positions', async () => {
    await fill(live, await make(live), 3n, { a: 1 });
    const behind = await make(copy);
    await expect(store.compare(live, copy, async () => behind)).rejects.toThrow('is at');
  });
});

describe('replacing', () => {
  it('shows the copy, and answers moved to whoever wrote the old one at the same position', async () => {
    const old = await fill(live, await make(live), 3n, { a: 1 });
    const made = await fill(copy, await make(copy), 3n, { a: 2 });
    expect(await store.replace(live, copy, async () => made)).toBe('replaced');
    expect(await sizes()).toEqual({ a: 2 });
    expect(await store.checkpoint(live)).toEqual(made);
    expect(await store.checkpoint(copy)).toBeUndefined();
    expect(await store.advance(live, old, positionOf(4n), async () => undefined)).toBe('moved');
    await fill(live, made, 4n, { b: 1 });
  });

  it('holds up a writer until it is done, who then finds the new model', async () => {
    const old = await fill(live, await make(live), 3n, { a: 1 });
    const behind = await fill(copy, await make(copy), 2n, { a: 2 });
    let written: Promise<string> | undefined;
    const replaced = await store.replace(live, copy, async (standing) => {
      written = store.advance(live, standing ?? old, positionOf(4n), async (transaction) => {
        await transaction.query("INSERT INTO things (id, size) VALUES ('lost', 1)");
      });
      return await fill(copy, behind, 3n, {});
    });
    expect([replaced, await written]).toEqual(['replaced', 'moved']);
    expect(await sizes()).toEqual({ a: 2 });
  });

  it('never goes back behind where the live one is', async () => {
    const old = await fill(live, await make(live), 3n, { a: 1 });
    const behind = await make(copy);
    await expect(store.replace(live, copy, async () => behind)).rejects.toThrow('behind');
    expect(await store.checkpoint(live)).toEqual(old);
  });

  it('takes a copy that somebody else changed for none', async () => {
    const made = await make(copy);
    await store.drop(copy);
    await make(copy);
    await expect(store.replace(live, copy, async () => made)).rejects.toThrow('another process');
    expect(await store.checkpoint(live)).toBeUndefined();
  });

  it('puts a copy where there is none, or only remains', async () => {
    const made = await fill(copy, await make(copy), 3n, { a: 2 });
    await make(live);
    await database.sql(`DROP TABLE ${live}.checkpoint`);
    const replaced = await store.replace(live, copy, async (standing) => {
      expect(standing).toBeUndefined();
      return made;
    });
    expect(replaced).toBe('replaced');
    expect(await sizes()).toEqual({ a: 2 });
  });

  it('gives way to a reader who does not let go', async () => {
    const old = await fill(live, await make(live), 3n, { a: 1 });
    const made = await fill(copy, await make(copy), 3n, { a: 2 });
    const reading = database.sql(`SELECT pg_sleep(3) FROM ${live}.things`);
    await database.sql(`DO $$ BEGIN FOR i IN 1..1000 LOOP
      EXIT WHEN EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE '%things%'
        AND pid <> pg_backend_pid() AND datname = current_database());
      PERFORM pg_sleep(0.002); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$`);
    expect(await store.replace(live, copy, async () => made)).toBe('busy');
    expect(await store.checkpoint(live)).toEqual(old);
    await reading;
    expect(await store.replace(live, copy, async () => made)).toBe('replaced');
  });

  it('lets no reader see a part of either or meet an error, time after time', async () => {
    const rounds = 20;
    let standing = await fill(live, await make(live), 1n, { a: 0 });
    let over = false;
    const seen = new Set<number>();
    const read = async (): Promise<void> => {
      const other = database.openReadStore();
      while (!over) {
        const rows = await other.query(
          `SELECT (SELECT sum(size)::integer FROM ${live}.things) AS sizes,
             (SELECT count(*)::integer FROM ${live}.parts) - 1 AS parts`,
        );
        const [row] = rows;
        expect(row?.sizes).toBe(row?.parts);
        seen.add(Number(row?.sizes));
      }
    };
    const readers = Promise.all([read(), read(), read()]);
    readers.catch(() => undefined);
    for (let round = 1; round <= rounds; round += 1) {
      await store.drop(copy);
      // One part more than the sizes come to, so that a mixture of two rounds is seen.
      const things = Object.fromEntries(
        Array.from({ length: round + 1 }, (_, n) => [String(n), n === 0 ? 0 : 1]),
      );
      const made = await fill(copy, await make(copy), BigInt(round), things);
      let replaced = 'busy';
      for (let attempt = 0; attempt < 50 && replaced === 'busy'; attempt += 1) {
        replaced = await store.replace(live, copy, async () => made);
      }
      expect(replaced).toBe('replaced');
      standing = made;
    }
    over = true;
    await readers;
    expect(seen.size).toBeGreaterThan(rounds / 4);
    expect(await store.checkpoint(live)).toEqual(standing);
  });
});
