import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { type LogTail, openLogTail } from '../../../src/commands/engine/LogTail.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import type { ProjectionLogger } from '../../../src/projections/engine/ProjectionStatus.ts';
import { countingProjection } from '../countingProjection.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

interface Opened {
  readonly database: TestDatabase;
  /** Of the runners; a test may close it under them. */
  readonly readStore: ReadStore;
  readonly events: EventStore;
}

/** Runners of a model that counts, over one database; they are stopped, and the model dropped, after each test. */
export const runnersForEach = () => {
  let database: TestDatabase;
  let own: ReadStore;
  let opened: Opened;
  let tail: LogTail;
  let running: RunningProjection[] = [];
  const said: string[] = [];
  const say = (_details: object, message: string) => void said.push(message);
  const logger: ProjectionLogger = { info: say, warn: say, error: say };
  const clock = { nowMs: () => Date.now() };

  const stopAll = async (): Promise<void> => {
    await Promise.all(running.map((projection) => projection.stop()));
    running = [];
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    own = database.openReadStore();
  });
  afterAll(async () => await database.close());
  beforeEach(async () => {
    const events = openMemoryEventStore();
    opened = { database, readStore: database.openReadStore(), events };
    tail = await openLogTail(events, systemClock, (error) => {
      throw error;
    });
    said.length = 0;
  });
  afterEach(async () => {
    await stopAll();
    await own.drop('counting_v1');
    await opened.readStore.close();
    await tail.close();
    await opened.events.close();
  });

  const start = (
    options: Parameters<typeof countingProjection>[0] = {},
    readStore = opened.readStore,
    events = opened.events,
  ) => {
    const projection = countingProjection(options);
    const feed = events === opened.events ? { feed: tail } : {};
    const started = startProjection({ projection, events, ...feed, readStore, logger, clock });
    running.push(started);
    return started;
  };

  const counts = async () =>
    Object.fromEntries(
      (await own.query('SELECT stream, total, applied FROM counting_v1.counts ORDER BY stream')).map(
        (row) => [String(row.stream), Number(row.total)],
      ),
    );

  return { opened: () => opened, said, start, stopAll, counts };
};
