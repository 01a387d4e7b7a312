/** Appends that are expected are written by one statement; all others go the longer way and come to the same. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { appended, newEvent, newEvents, newStream, recorded } from '../../contracts/eventStore/given.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
let url: string;
let store: EventStore;

/** How often each function of the database was called. */
const calls = async (): Promise<Readonly<Record<string, number>>> => {
  const rows = await sqlOn(
    url,
    "select funcname, calls::integer from pg_stat_user_functions where schemaname = 'event_log'",
  );
  return Object.fromEntries(rows.map(({ funcname, calls: count }) => [String(funcname), Number(count)]));
};

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.createDatabase();
  await sqlOn(url, `alter database ${new URL(url).pathname.slice(1)} set track_functions = 'pl'`);
  store = await openPostgresEventStore({ connectionString: url, logger: silentLogger });
});
afterEach(() => store.close());

it('writes appends to several streams at once, in order and without a gap', async () => {
  const streams = [newStream(), newStream(), newStream()];
  const batches = streams.map((_, place) => newEvents(place + 1));
  const before = BigInt(await store.head());
  const results = await Promise.all(
    streams.map((stream, place) =>
      store.append({ stream, expected: 'no-stream', events: batches[place] ?? [] }),
    ),
  );
  expect(
    results.map((result) => [
      result.outcome,
      result.outcome === 'appended' ? Number(BigInt(result.position) - before) : 0,
    ]),
  ).toEqual([
    ['appended', 1],
    ['appended', 3],
    ['appended', 6],
  ]);
  for (const [place, stream] of streams.entries()) {
    expect(await store.readStream(stream)).toEqual(recorded(stream, batches[place] ?? []));
  }
});

it('leaves to the longer way what it cannot write', async () => {
  const [stream, other, lines] = [newStream(), newStream(), newStream()];
  await appended(store, stream, 'no-stream', newEvents(2));
  const missed = newEvents(1);
  await appended(store, stream, 1, missed);
  const fresh = newEvents(1);
  const odd = { ...newEvent(), type: 'of two\nlines', at: 'two\nlines' };
  const results = await Promise.all([
    store.append({ stream, expected: 1, events: newEvents(1) }),
    store.append({ stream: other, expected: 'no-stream', events: fresh }),
    store.append({ stream: lines, expected: 'no-stream', events: [odd] }),
  ]);
  expect(results).toEqual([
    { outcome: 'conflict', actual: 2, missed: recorded(stream, missed, 2) },
    { outcome: 'appended', revision: 0, position: expect.any(String) },
    { outcome: 'appended', revision: 0, position: expect.any(String) },
  ]);
  expect(await store.readStream(other)).toEqual(recorded(other, fresh));
  expect(await store.readStream(lines)).toEqual(recorded(lines, [odd]));
});

it('is the way of nearly all appends', async () => {
  const stream = newStream();
  for (let revision = 0; revision < 5; revision += 1) {
    await appended(store, stream, revision === 0 ? 'no-stream' : revision - 1, newEvents(1));
  }
  // A session tells its counts at its end.
  await store.close();
  await eventually(async () => {
    const { append_expected: expected = 0, append = 0 } = await calls();
    // And the first event of the log, when it was opened.
    expect([expected, append]).toEqual([5 + 1, 0]);
  });
});
