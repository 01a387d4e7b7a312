/** Streams that are read at one moment. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import { appended, newEvents, newStream, recorded } from '../../contracts/eventStore/given.ts';
import { silentLogger, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
let store: EventStore;

beforeAll(async () => {
  server = await startTestPostgres();
  const limits = { joinedReadsMax: 4 };
  store = await openPostgresEventStore({
    connectionString: await server.createDatabase(),
    logger: silentLogger,
    limits,
  });
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

const streamOf = async (count: number) => {
  const stream = newStream();
  const events = newEvents(count);
  await appended(store, stream, 'no-stream', events);
  return { stream, events };
};

describe('streams that are read at one moment', () => {
  it('come back as if each was read alone: in order, from a revision, up to a count, or empty', async () => {
    const streams = await Promise.all([3, 1, 5, 2, 4, 3].map(streamOf));
    const [one, two, three] = streams;
    if (one === undefined || two === undefined || three === undefined) throw new Error('no streams');
    const whole = Promise.all(streams.map(({ stream }) => store.readStream(stream)));
    const part = store.readStream(three.stream, { fromRevision: 2, maxCount: 2 });
    const none = store.readStream(newStream());
    const again = store.readStream(one.stream);
    const last = store.readStream(three.stream, { backwards: true, maxCount: 1 });
    expect(await whole).toEqual(streams.map(({ stream, events }) => recorded(stream, events)));
    expect(await part).toEqual(recorded(three.stream, three.events).slice(2, 4));
    expect(await none).toEqual([]);
    expect(await again).toEqual(recorded(one.stream, one.events));
    expect(await last).toEqual(recorded(three.stream, three.events).slice(4));
  });

  it('are read alone when one of them is refused', async () => {
    const { stream, events } = await streamOf(2);
    const [good, bad] = await Promise.allSettled([store.readStream(stream), store.readStream('with\0nul')]);
    expect(good).toEqual({ status: 'fulfilled', value: recorded(stream, events) });
    expect(bad).toEqual({ status: 'rejected', reason: expect.any(EventStoreUnavailable) });
  });
});
