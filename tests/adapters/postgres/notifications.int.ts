/** How processes hear of each other's appends: at once, by few notifications, and also without any. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import { positionBefore } from '../../../src/ports/EventStore.ts';
import { appended, newEvents, newStream } from '../../contracts/eventStore/given.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { silentLogger, sqlOn, startTestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());

const never = 3_600_000;

const openTwo = async (limits: { pollMs: number; notifyMs: number }) => {
  const url = await server.createDatabase();
  const open = () => openPostgresEventStore({ connectionString: url, logger: silentLogger, limits });
  const [writer, reader] = [await open(), await open()];
  const seen: string[] = [];
  const caughtUp = Promise.withResolvers<void>();
  reader.subscribe(await reader.head(), {
    onEvents: (events) => void seen.push(...events.map(({ id }) => id)),
    onCaughtUp: caughtUp.resolve,
  });
  await caughtUp.promise;
  // The reader's connection must listen before anything is told.
  await eventually(async () => {
    const rows = await sqlOn(
      url,
      `select 1 from pg_stat_activity where datname = current_database()
      and (query = 'select position from event_log.head' or query like 'notify event_log%')`,
    );
    expect(rows.length).toBe(2);
  });
  return {
    url,
    writer,
    reader,
    seen,
    close: async () => void (await Promise.all([writer.close(), reader.close()])),
  };
};

it('another process is woken by a notification, without looking by itself', async () => {
  const { writer, seen, close } = await openTwo({ pollMs: never, notifyMs: 1 });
  const events = newEvents(1);
  await appended(writer, newStream(), 'no-stream', events);
  await eventually(() => expect(seen).toEqual([events[0]?.id]));
  await close();
});

it('and by looking, when nobody tells', async () => {
  const { url, writer, seen, close } = await openTwo({ pollMs: 20, notifyMs: never });
  const told: unknown[] = [];
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  listener.on('notification', (message) => told.push(message));
  await listener.query('listen event_log');
  const events = newEvents(2);
  const stream = newStream();
  // Whatever is told of the first append, nothing more is told for an hour.
  for (const [index, event] of events.entries()) {
    await appended(writer, stream, index === 0 ? 'no-stream' : index - 1, [event]);
    await eventually(() => expect(seen.at(-1)).toBe(event.id));
  }
  expect(told.length).toBeLessThanOrEqual(1);
  await listener.end();
  await close();
});

it('many appends are told by few notifications', async () => {
  const notifyMs = 50;
  const { url, writer, seen, close } = await openTwo({ pollMs: never, notifyMs });
  let told = 0;
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  listener.on('notification', () => {
    told += 1;
  });
  await listener.query('listen event_log');
  const stream = newStream();
  const startedMs = performance.now();
  const count = 300;
  for (let n = 0; n < count; n += 1) {
    await appended(writer, stream, n === 0 ? 'no-stream' : n - 1, newEvents(1));
  }
  await eventually(() => expect(seen.length).toBe(count));
  const elapsedMs = performance.now() - startedMs;
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(Math.ceil(elapsedMs / notifyMs) + 1);
  await listener.end();
  await close();
});

it('what a subscriber has from elsewhere is not read again', async () => {
  const connectionString = await server.createDatabase();
  const store = await openPostgresEventStore({ connectionString, logger: silentLogger });
  const seen: string[] = [];
  const caughtUp = Promise.withResolvers<void>();
  const head = await store.head();
  const subscription = store.subscribe(head, {
    onEvents: (events) => void seen.push(...events.map(({ id }) => id)),
    onCaughtUp: caughtUp.resolve,
  });
  await caughtUp.promise;
  subscription.has?.(positionBefore(head, -2));
  const [one, two, three] = newEvents(3);
  const stream = newStream();
  await appended(
    store,
    stream,
    'no-stream',
    [one, two].flatMap((event) => event ?? []),
  );
  await appended(store, stream, 1, three === undefined ? [] : [three]);
  await eventually(() => expect(seen).toEqual([three?.id]));
  await store.close();
});
