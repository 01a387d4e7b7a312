/** Connections and servers that go away in the middle of work: nothing acknowledged is lost, nothing is stored twice. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import type { EventStore, RecordedEvent } from '../../../src/ports/EventStore.ts';
import { EventStoreUnavailable, positionOf, positionStart } from '../../../src/ports/EventStore.ts';
import { idsOf, newEvents, newStream } from '../../contracts/eventStore/given.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { silentLogger, sqlOn, startTestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
let url: string;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());
beforeEach(async () => {
  url = await server.createDatabase();
});

const open = (limits = {}): Promise<EventStore> =>
  openPostgresEventStore({ connectionString: url, logger: silentLogger, limits });

/** Ends the server's side of all the store's connections: in the middle of a commit, of a read, of listening. */
const cutConnections = () =>
  sqlOn(
    server.connectionString,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = $1 and application_name = 'marquee event log'`,
    [new URL(url).pathname.slice(1)],
  );

/** Appends to one stream, one after the other, until told to stop; answers the ids that were acknowledged. */
const keepAppending = async (store: EventStore, isOver: () => boolean): Promise<readonly string[]> => {
  const stream = newStream();
  const acknowledged: string[] = [];
  let revision: number | 'no-stream' = 'no-stream';
  while (!isOver()) {
    const events = newEvents(2);
    const result = await store.append({ stream, expected: revision, events });
    // Nobody else writes here: a conflict would be with an append of our own that was stored and then denied.
    if (result.outcome === 'conflict') throw new Error(`conflict at ${result.actual} with ourselves`);
    expect(result.revision).toBe(acknowledged.length + 1);
    revision = result.revision;
    acknowledged.push(...idsOf(events));
  }
  return acknowledged;
};

const cutsMax = 30;

it('survives cuts in the middle of appends: each acknowledged event is there once, in one order', async () => {
  const store = await open();
  const other = await open();
  const seen: RecordedEvent[] = [];
  const failed: unknown[] = [];
  const subscription = other.subscribe(positionStart, {
    onEvents: (events) => void seen.push(...events),
    onFailed: (error) => failed.push(error),
  });
  let over = false;
  const writers = [store, store, store, other, other].map((one) => keepAppending(one, () => over));
  for (let cuts = 0; cuts < cutsMax; cuts += 1) {
    const head = await eventually(() => store.head());
    await cutConnections();
    await eventually(async () => expect((await store.head()) > head).toBe(true));
  }
  over = true;
  const acknowledged = (await Promise.all(writers)).flat();

  const head = await store.head();
  await eventually(() => expect(seen.at(-1)?.position).toBe(head));
  expect(failed).toEqual([]);
  expect(seen.map((event) => event.position)).toEqual(
    seen.map((_event, index) => positionOf(BigInt(index + 1))),
  );
  expect(idsOf(seen.filter(({ type }) => type !== 'LogCreated')).toSorted()).toEqual(acknowledged.toSorted());
  await subscription.close();
  await Promise.all([store.close(), other.close()]);
});

it('says so when the outcome stays unknown, and works again as soon as it can', async () => {
  const store = await open({ appendMs: 500, readMs: 300 });
  const name = new URL(url).pathname.slice(1);
  await sqlOn(server.connectionString, `alter database ${name} allow_connections false`);
  await cutConnections();
  const append = { stream: newStream(), expected: 'no-stream', events: newEvents(1) } as const;
  await expect(store.append(append)).rejects.toThrow(EventStoreUnavailable);
  await expect(store.readStream(append.stream)).rejects.toThrow(EventStoreUnavailable);
  await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
  await sqlOn(server.connectionString, `alter database ${name} allow_connections true`);
  await expect(store.append(append)).resolves.toEqual({
    outcome: 'appended',
    revision: 0,
    position: expect.any(String),
  });
  await store.close();
});

it('gives up a connection that does not answer, and the append is stored once', async () => {
  const store = await open({ attemptMs: 200 });
  const stream = newStream();
  // Somebody holds the head row: the append waits inside the server beyond the time it is given.
  const holding = sqlOn(url, 'with h as (select * from event_log.head for update) select pg_sleep(1) from h');
  await eventually(async () => {
    const rows = await sqlOn(url, `select 1 from pg_stat_activity where wait_event = 'PgSleep'`);
    expect(rows.length).toBe(1);
  });
  const append = { stream, expected: 'no-stream', events: newEvents(2) } as const;
  const appending = store.append(append);
  await eventually(async () => {
    const waiting = await sqlOn(
      url,
      `select 1 from pg_stat_activity where query like '%event_log.append%' and wait_event_type = 'Lock'`,
    );
    expect(waiting.length).toBeGreaterThan(1);
  });
  const stored = { outcome: 'appended', revision: 1, position: expect.any(String) };
  await expect(appending).resolves.toEqual(stored);
  await holding;
  await expect(store.append(append)).resolves.toEqual(stored);
  expect(idsOf(await store.readStream(stream))).toEqual(idsOf(append.events));
  await store.close();
});
