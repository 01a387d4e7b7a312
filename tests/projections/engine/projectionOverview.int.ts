/** All read models at a glance: true on any process, and quick whatever is away. */
import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openPostgresReadStore } from '../../../src/adapters/postgres-read/PostgresReadStore.ts';
import { type EventStore, EventStoreUnavailable, positionStart } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { openModelCopy } from '../../../src/projections/engine/copyModel.ts';
import { startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { projectionOverview } from '../../../src/projections/engine/projectionOverview.ts';
import { eventually } from '../../support/eventually.ts';
import { testClock } from '../../support/nodes.ts';
import { appendEvents } from '../appendEvents.ts';
import { counted, countingProjection, poison } from '../countingProjection.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

const ignore = (): void => undefined;
const logger = { info: ignore, warn: ignore, error: ignore };
const clock = testClock(Date.parse('2026-11-30T12:00:05.000Z'));
const projection = countingProjection();

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
});
afterAll(async () => await database.close());
beforeEach(() => {
  events = openMemoryEventStore();
});
afterEach(async () => {
  await readStore.drop('counting_v1');
  await events.close();
});

/** Each test looks afresh: what was seen a moment ago would do otherwise. */
const look = (more: Partial<Parameters<typeof projectionOverview>[0]> = {}) =>
  projectionOverview({
    projections: [projection],
    readStore,
    events,
    clock,
    statuses: () => [],
    ...more,
  })();

const runUntilHead = async () => {
  const running = startProjection({ projection, events, readStore, logger, clock });
  const head = await events.head();
  await eventually(() => {
    const { state, position } = running.status();
    expect([state, position]).toEqual(['live', head]);
  }, 30_000);
  return { running, head };
};

describe('on a process that runs nothing', () => {
  it('says what is not there', async () => {
    expect(await look()).toEqual({
      known: true,
      projections: [{ name: 'counting', position: positionStart, state: 'absent', parked: 0 }],
    });
  });

  it('says how far the copy is that another process makes', async () => {
    const position = await appendEvents(events, 'counter-a', counted());
    const copy = await openModelCopy({ projection, events, readStore, onParked: ignore });
    await copy.applyPage();
    expect(await look()).toEqual({
      known: true,
      projections: [{ name: 'counting', position, state: 'absent', parked: 0 }],
    });
    await readStore.drop(copy.schema);
  });

  it('says how far another process is, how late, and what it had to leave behind', async () => {
    await appendEvents(events, 'counter-bad', poison, counted());
    await appendEvents(events, 'counter-a', counted());
    const { running, head } = await runUntilHead();
    const shown = { name: 'counting', position: head, state: 'elsewhere', parked: 1 } as const;
    expect(await look()).toEqual({ known: true, projections: [{ ...shown, lagMs: 0 }] });
    await running.stop();
    // What the model does not want makes it no later; what it wants does. Both happened five seconds ago.
    await appendEvents(events, 'other-a', { type: 'Elsewhere', data: {} });
    expect(await look()).toEqual({ known: true, projections: [{ ...shown, lagMs: 0 }] });
    await appendEvents(events, 'counter-a', counted());
    expect(await look()).toEqual({ known: true, projections: [{ ...shown, lagMs: 5_000 }] });
  });
});

it('says what this process does about a model', async () => {
  const { running, head } = await runUntilHead();
  const { projections } = await look({ statuses: () => [running.status()] });
  expect(projections).toEqual([{ name: 'counting', position: head, lagMs: 0, state: 'live', parked: 0 }]);
  await running.stop();
});

describe('with something away', () => {
  it('says that it does not know how late a model is without the log', async () => {
    const { running, head } = await runUntilHead();
    await running.stop();
    const readAll = async (): Promise<never> => {
      throw new EventStoreUnavailable('planted');
    };
    expect(await look({ events: { readAll } })).toEqual({
      known: true,
      projections: [{ name: 'counting', position: head, state: 'elsewhere', parked: 0 }],
    });
  });

  it('answers soon what it saw last while the database does not answer at all', async () => {
    const { running, head } = await runUntilHead();
    await running.stop();
    // Takes every connection and says nothing on any.
    const taken: Socket[] = [];
    const silent = createServer((socket) => void taken.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const away = openPostgresReadStore({ url: `postgres://postgres@127.0.0.1:${port}/none` });
    let isAway = false;
    const own = testClock(clock.nowMs());
    const overview = projectionOverview({
      projections: [projection],
      readStore: {
        checkpoint: (schema) => (isAway ? away : readStore).checkpoint(schema),
        query: (sql, params) => (isAway ? away : readStore).query(sql, params),
      },
      events,
      clock: own,
      statuses: () => [],
    });
    expect((await overview()).known).toBe(true);
    isAway = true;
    own.setBack(3_600_000);
    own.advance(10_000);
    const askedAtMs = performance.now();
    expect(await overview()).toEqual({
      known: false,
      projections: [{ name: 'counting', position: head, state: 'unknown', parked: 0 }],
    });
    expect(performance.now() - askedAtMs).toBeLessThan(5_000);
    // Otherwise the store waits, to close, for connections that are never made.
    for (const socket of taken) socket.destroy();
    await away.close();
    silent.close();
  });
});
