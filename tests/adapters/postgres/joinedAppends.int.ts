/** What one call of the database function does with many appends, seen through the store. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { AppendRefused, eventStoreLimits, positionOf } from '../../../src/ports/EventStore.ts';
import {
  appended,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  recorded,
} from '../../contracts/eventStore/given.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { silentLogger, sqlOn, startTestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
let url: string;
let store: EventStore;

beforeAll(async () => {
  server = await startTestPostgres();
  url = await server.createDatabase();
  // So little that JSON which is nested deeply, but not too deeply for us, is too much for the server.
  await sqlOn(url, `alter database ${new URL(url).pathname.slice(1)} set max_stack_depth = '100kB'`);
  store = await openPostgresEventStore({ connectionString: url, logger: silentLogger });
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

const nested = (depth: number): unknown => {
  let value: unknown = 0;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

describe('appends that are joined', () => {
  it('are decided in order when they are for the same stream', async () => {
    const stream = newStream();
    const [a, b, c] = [newEvents(2), newEvents(1), newEvents(1)] as const;
    const results = await Promise.all([
      store.append({ stream, expected: 'no-stream', events: a }),
      store.append({ stream, expected: 1, events: b }),
      store.append({ stream, expected: 1, events: c }),
    ]);
    expect(results).toEqual([
      { outcome: 'appended', revision: 1, position: expect.any(String) },
      { outcome: 'appended', revision: 2, position: expect.any(String) },
      { outcome: 'conflict', actual: 2, missed: recorded(stream, b, 2) },
    ]);
    expect(await store.readStream(stream)).toEqual(recorded(stream, [...a, ...b]));
  });

  it('fail and succeed each by itself, leaving no gap', async () => {
    const taken = newStream();
    await appended(store, taken, 'no-stream', newEvents(3));
    const before = BigInt(await store.head());
    const streams = [newStream(), taken, newStream()];
    const results = await Promise.all(
      streams.map((stream) => store.append({ stream, expected: 'no-stream', events: newEvents(2) })),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['appended', 'conflict', 'appended']);
    expect(BigInt(await store.head())).toBe(before + 4n);
    const [first, , third] = results;
    expect(first).toEqual({ outcome: 'appended', revision: 1, position: positionOf(before + 2n) });
    expect(third).toEqual({ outcome: 'appended', revision: 1, position: positionOf(before + 4n) });
  });

  it('that the server cannot digest fail alone', async () => {
    const streams = [newStream(), newStream(), newStream()] as const;
    const results = await Promise.allSettled([
      store.append({ stream: streams[0], expected: 'no-stream', events: newEvents(1) }),
      store.append({
        stream: streams[1],
        expected: 'no-stream',
        events: [newEvent({ data: { deep: nested(3_000) } })],
      }),
      store.append({ stream: streams[2], expected: 'no-stream', events: newEvents(1) }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toEqual({ status: 'rejected', reason: expect.any(AppendRefused) });
    expect(await store.readStream(streams[1])).toEqual([]);
  });

  it('may be resends, of several streams and with and without a fence', async () => {
    const appends = [
      { stream: newStream(), expected: 'no-stream', events: newEvents(3) },
      { stream: newStream(), expected: 'any', events: newEvents(2) },
    ] as const;
    const first = await Promise.all(appends.map((append) => store.append(append)));
    for (const { stream } of appends) await appended(store, stream, 'any', newEvents(1));
    const before = await store.head();
    expect(await Promise.all(appends.map((append) => store.append(append)))).toEqual(first);
    expect(await store.head()).toBe(before);
  });
});

describe('a conflict after a long absence', () => {
  it('brings every missed event up to the limit, though one answer holds fewer', async () => {
    const stream = newStream();
    const events = newEvents(eventStoreLimits.appendEventsMax);
    const more = newEvents(eventStoreLimits.appendEventsMax);
    await appended(store, stream, 'no-stream', events);
    await appended(store, stream, events.length - 1, more);
    await appended(store, stream, 'any', newEvents(10));
    const result = await store.append({ stream, expected: 'no-stream', events: newEvents(1) });
    if (result.outcome !== 'conflict') throw new Error('no conflict');
    expect(result.actual).toBe(events.length + more.length + 9);
    expect(result.missed.length).toBe(eventStoreLimits.conflictEventsMax);
    expect(idsOf(result.missed)).toEqual(
      idsOf([...events, ...more]).slice(0, eventStoreLimits.conflictEventsMax),
    );
  });

  it('brings large ones too', async () => {
    const stream = newStream();
    const large = () => newEvent({ data: { text: 'x'.repeat(400_000) } });
    const events = [large(), large(), large(), large(), large()];
    for (const event of events) await appended(store, stream, 'any', [event]);
    const result = await store.append({ stream, expected: 0, events: newEvents(1) });
    const missed = recorded(stream, events.slice(1), 1);
    expect(result).toEqual({ outcome: 'conflict', actual: 4, missed });
  });
});

describe('what is stored', () => {
  it('is the JSON text that was sent', async () => {
    const stream = newStream();
    const data = JSON.parse('{"b":1,"a":{"__proto__":[1e21,0.1,-1.5e-7]},"":"\\u2028 é 😀","10":2,"9":3}');
    await appended(store, stream, 'no-stream', [newEvent({ data })]);
    const rows = await sqlOn(url, 'select data::text as text from event_log.events where stream = $1', [
      stream,
    ]);
    expect(rows).toEqual([{ text: JSON.stringify(data) }]);
    expect(JSON.stringify((await store.readStream(stream))[0]?.data)).toBe(JSON.stringify(data));
  });
});
