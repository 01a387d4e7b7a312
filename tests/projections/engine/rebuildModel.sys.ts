/** A model rebuilt beside the live one on a real Postgres: nothing lost, nothing twice, and the old one kept on failure. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { type EventStore, positionStart } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { LogMismatch } from '../../../src/projections/engine/failures.ts';
import type { Projection } from '../../../src/projections/engine/Projection.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import type { ProjectionLogger } from '../../../src/projections/engine/ProjectionStatus.ts';
import {
  type RebuildParts,
  RebuildRefused,
  rebuildModel,
} from '../../../src/projections/engine/rebuildModel.ts';
import { eventually } from '../../support/eventually.ts';
import { appendEvents } from '../appendEvents.ts';
import { counted, countingProjection, poison } from '../countingProjection.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let running: RunningProjection[] = [];
const said: string[] = [];
const say = (_details: object, message: string) => void said.push(message);
const logger: ProjectionLogger = { info: say, warn: say, error: say };
const clock = { nowMs: () => Date.now() };
const liveSchema = 'counting_v1';
const copySchema = 'rebuild_counting_v1';

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.close());
beforeEach(() => {
  readStore = database.openReadStore();
  events = openMemoryEventStore();
  said.length = 0;
});
afterEach(async () => {
  await Promise.all(running.map((projection) => projection.stop()));
  running = [];
  await readStore.drop(liveSchema);
  await readStore.drop(copySchema);
  await readStore.close();
  await events.close();
});

const start = async (projection: Projection = countingProjection()): Promise<RunningProjection> => {
  const started = startProjection({ projection, events, readStore, logger, clock });
  running.push(started);
  await eventually(() => expect(started.status().state).toBe('live'), 30_000);
  return started;
};

const rebuild = (more: Partial<RebuildParts> = {}, mode: 'rebuild' | 'check' = 'rebuild') =>
  rebuildModel(
    {
      projection: countingProjection(),
      events,
      readStore,
      onParked: () => undefined,
      onProgress: () => undefined,
      signal: new AbortController().signal,
      ...more,
    },
    mode,
  );

const counts = async () =>
  Object.fromEntries(
    (await readStore.query(`SELECT stream, total FROM ${liveSchema}.counts ORDER BY stream`)).map((row) => [
      String(row.stream),
      Number(row.total),
    ]),
  );
const buildOf = async (schema: string) => (await readStore.checkpoint(schema))?.build;

describe('while the live model goes on', () => {
  it('loses and repeats nothing, and is never behind what was promised', async () => {
    await appendEvents(events, 'counter-a', ...Array.from({ length: 3_000 }, () => counted()));
    const live = await start();
    let over = false;
    let total = 3_000;
    const writing = (async () => {
      while (!over) {
        const position = await appendEvents(events, 'counter-a', counted(), counted());
        total += 2;
        expect(await live.waitFor(position, 30_000)).toBe(position);
        const { 'counter-a': shown = 0 } = await counts();
        expect(shown).toBe(total);
      }
    })();
    writing.catch(() => undefined);
    for (let round = 0; round < 3; round += 1) {
      const before = await buildOf(liveSchema);
      const rebuilt = await rebuild();
      expect(rebuilt.compared?.map(({ table, differing }) => [table, differing])).toEqual([
        ['counts', 0],
        ['parked', 0],
        ['seen', 0],
      ]);
      expect(await buildOf(liveSchema)).not.toBe(before);
      expect(await readStore.query(`SELECT '${liveSchema}.by_total'::regclass::text AS made`)).toHaveLength(
        1,
      );
    }
    over = true;
    await writing;
    expect(await readStore.checkpoint(copySchema)).toBeUndefined();
    expect(await counts()).toEqual({ 'counter-a': total });
    expect(said).toContain('the read model was replaced: going on with the new one');
    expect(said).not.toContain('the read model stands still: trying again');
  });

  it('goes on with the streams that the new model could apply, though nothing else was written meanwhile', async () => {
    const mixed = countingProjection({ toleratesPoison: true });
    const position = await appendEvents(events, 'counter-bad', poison, counted(5));
    const live = await start();
    await live.waitFor(position, 30_000);
    expect(await counts()).toEqual({});
    const { parked, compared } = await rebuild({ projection: mixed });
    expect(parked).toBe(0);
    expect(compared?.filter(({ differing }) => differing > 0).map(({ table }) => table)).toEqual([
      'counts',
      'parked',
      'seen',
    ]);
    const later = await appendEvents(events, 'counter-bad', counted(7));
    expect(await live.waitFor(later, 30_000)).toBe(later);
    expect(await counts()).toEqual({ 'counter-bad': 12 });
    await eventually(() => {
      const { state, parked: left } = live.status();
      expect([state, left]).toEqual(['live', 0]);
    });
  });
});

describe('the verdict', () => {
  const tamper = async (): Promise<void> => {
    const position = await appendEvents(events, 'counter-a', counted(1), counted(2));
    const live = await start();
    await live.waitFor(position, 30_000);
    await database.sql(`UPDATE ${liveSchema}.counts SET total = 99`);
  };

  it('names what differs, and the log is right', async () => {
    await tamper();
    const { compared } = await rebuild();
    expect(compared).toContainEqual({ table: 'counts', rows: 1, differing: 1, keys: ['["counter-a"]'] });
    expect(await counts()).toEqual({ 'counter-a': 3 });
  });

  it('leaves everything as it was when only asked for', async () => {
    await tamper();
    const before = await buildOf(liveSchema);
    const { compared } = await rebuild({}, 'check');
    expect(compared).toContainEqual({ table: 'counts', rows: 1, differing: 1, keys: ['["counter-a"]'] });
    expect(await counts()).toEqual({ 'counter-a': 99 });
    expect(await buildOf(liveSchema)).toBe(before);
    expect(await readStore.checkpoint(copySchema)).toBeUndefined();
  });
});

describe('a model that nobody writes', () => {
  it('is made when it is not there', async () => {
    const position = await appendEvents(events, 'counter-a', counted(4));
    expect(await rebuild()).toEqual({ position, compared: undefined, parked: 0 });
    expect(await counts()).toEqual({ 'counter-a': 4 });
  });

  it('is compared where it stood, and brought to the end of the log', async () => {
    const live = await start();
    const first = await appendEvents(events, 'counter-a', counted(4));
    await live.waitFor(first, 30_000);
    await live.stop();
    const second = await appendEvents(events, 'counter-a', counted(5));
    const rebuilt = await rebuild();
    expect(rebuilt.position).toBe(first);
    expect(rebuilt.compared?.every(({ differing }) => differing === 0)).toBe(true);
    expect((await readStore.checkpoint(liveSchema))?.position).toBe(second);
    expect(await counts()).toEqual({ 'counter-a': 9 });
  });
});

describe('what keeps the live model as it is', () => {
  it('another rebuild of it', async () => {
    const { promise: inFirst, resolve: enter } = Promise.withResolvers<void>();
    const { promise: leave, resolve: go } = Promise.withResolvers<void>();
    await appendEvents(events, 'counter-a', counted());
    const before = async (): Promise<void> => {
      enter();
      await leave;
    };
    const first = rebuild({ projection: countingProjection({ before }) });
    await inFirst;
    const other = database.openReadStore();
    await expect(rebuild({ readStore: other })).rejects.toThrow(RebuildRefused);
    go();
    await first;
    expect(await counts()).toEqual({ 'counter-a': 1 });
  });

  it('being given up half-way; the next one starts clean', async () => {
    await appendEvents(events, 'counter-a', ...Array.from({ length: 2_500 }, () => counted()));
    const live = await start();
    await live.waitFor(await events.head(), 30_000);
    const before = await buildOf(liveSchema);
    const giveUp = new AbortController();
    const given = rebuild({ signal: giveUp.signal, onProgress: () => giveUp.abort() });
    await expect(given).rejects.toThrow('given up');
    expect(await readStore.checkpoint(copySchema)).toBeUndefined();
    expect(await buildOf(liveSchema)).toBe(before);

    // What a process leaves that is killed: a copy with rows that are not in the log.
    const remains = await readStore.create(
      { schema: copySchema, tables: 'CREATE TABLE other (id text)' },
      events.logId,
    );
    await readStore.advance(copySchema, remains, '9'.repeat(20), async () => undefined);
    await rebuild();
    expect(await counts()).toEqual({ 'counter-a': 2_500 });
    await expect(readStore.query(`SELECT FROM ${liveSchema}.other`)).rejects.toThrow();
  });

  it('a log that is not its own', async () => {
    await start();
    await Promise.all(running.map((projection) => projection.stop()));
    const stranger = openMemoryEventStore();
    await expect(rebuild({ events: stranger })).rejects.toThrow(LogMismatch);
    expect((await readStore.checkpoint(liveSchema))?.logId).toBe(events.logId);
    await stranger.close();
  });
});

describe('a model that is not there', () => {
  it('is seen by nobody before it is whole', async () => {
    await appendEvents(events, 'counter-a', ...Array.from({ length: 3_500 }, () => counted()));
    const seen = new Set<unknown>();
    const before = async (): Promise<void> => {
      seen.add((await readStore.checkpoint(liveSchema))?.position);
    };
    const projection = countingProjection({ before });
    const started = startProjection({ projection, events, readStore, logger, clock });
    running.push(started);
    const head = await events.head();
    expect(await started.waitFor(head, 30_000)).toBe(head);
    expect([...seen]).toEqual([undefined]);
    expect(await counts()).toEqual({ 'counter-a': 3_500 });
    expect(head > positionStart).toBe(true);
  });
});
