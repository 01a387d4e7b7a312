/** Filtered reads of a log of which one query looks at a part only. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import { type EventStore, positionOf, positionStart } from '../../../src/ports/EventStore.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger, sqlOn, startTestPostgres } from '../../support/postgres.ts';

const limits = {
  scanPositionsMax: 10,
  wideScanPositionsMax: 50,
  widerScan: 1,
  scansMax: 4,
  gatherMs: 60_000,
};
/** After the event that every log begins with. */
const rareAt = [5, 40, 190];
const count = 400;

let server: Awaited<ReturnType<typeof startTestPostgres>>;
let url: string;
let store: EventStore;

const newEvent = (type: string, data = {}) => ({
  ...{ id: randomUUID(), type, version: 1, at: '2026-11-29T12:00:00.000Z', data },
  metadata: { correlationId: 'test', causationId: 'test', actor: { role: 'system' } } as const,
});

beforeAll(async () => {
  server = await startTestPostgres();
  url = await server.createDatabase();
  store = await openPostgresEventStore({ connectionString: url, logger: silentLogger, limits });
  const events = Array.from({ length: count }, (_, place) =>
    newEvent(rareAt.includes(place + 2) ? 'Rare' : 'Common'),
  );
  await store.append({ stream: 'things-a', expected: 'no-stream', events });
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

describe('a filtered read', () => {
  it('gathers events that stand far apart, and says how far it has looked', async () => {
    const filter = { types: ['Rare'] };
    const first = await store.readAll(positionStart, { maxCount: 10, filter });
    expect(first.events.map(({ position }) => position)).toEqual([positionOf(5n), positionOf(40n)]);
    expect({ next: first.next, atEnd: first.atEnd }).toEqual({ next: positionOf(160n), atEnd: false });
    const second = await store.readAll(first.next, { maxCount: 10, filter });
    expect(second.events.map(({ position }) => position)).toEqual([positionOf(190n)]);
    expect({ next: second.next, atEnd: second.atEnd }).toEqual({ next: positionOf(320n), atEnd: false });
    const third = await store.readAll(second.next, { maxCount: 10, filter });
    expect(third).toEqual({ events: [], next: positionOf(401n), atEnd: true });
  });

  it('looks further at once where it found little', async () => {
    const wider = { ...limits, widerScan: 4 };
    const reader = await openPostgresEventStore({
      ...{ connectionString: url, logger: silentLogger, limits: wider },
    });
    const page = await reader.readAll(positionStart, { maxCount: 10, filter: { types: ['Rare'] } });
    await reader.close();
    expect(page.events).toHaveLength(3);
    expect({ next: page.next, atEnd: page.atEnd }).toEqual({ next: positionOf(310n), atEnd: false });
  });

  it('ends its page at the last event that was asked for', async () => {
    const one = await store.readAll(positionStart, { maxCount: 1, filter: { types: ['Rare'] } });
    expect(one.next).toBe(positionOf(5n));
    const common = await store.readAll(positionStart, { maxCount: 25, filter: { types: ['Common'] } });
    expect(common.events).toHaveLength(25);
    expect(common.next).toBe(common.events.at(-1)?.position);
  });

  it('finds what is rare by an index that appends do not keep up', async () => {
    const rows = await sqlOn(
      url,
      `SELECT amname AS kind FROM pg_class JOIN pg_am ON pg_am.oid = relam WHERE relname = 'events_by_kind'`,
    );
    expect(rows).toEqual([{ kind: 'brin' }]);
  });

  it('passes over pages that were new when the server went down', async () => {
    const database = await server.createDatabase();
    const open = () => openPostgresEventStore({ connectionString: database, logger: silentLogger });
    const writer = await open();
    await writer.append({ stream: 'things-b', expected: 'no-stream', events: [newEvent('Common')] });
    // What opening began is over.
    const indexing = "SELECT FROM pg_stat_activity WHERE application_name = 'marquee log indexes'";
    await eventually(async () => expect(await sqlOn(database, indexing)).toEqual([]));
    const events = Array.from({ length: 400 }, () => newEvent('Common', { words: 'x'.repeat(1_500) }));
    await writer.append({ stream: 'things-b', expected: 0, events });
    await writer.close();
    const readInVain = async () => {
      const [plan] = await sqlOn(
        database,
        `EXPLAIN (ANALYZE, FORMAT JSON)
         SELECT position FROM event_log.events WHERE type = ANY ('{Rare}')`,
      );
      return Number(/"Rows Removed by Index Recheck":(\d+)/.exec(JSON.stringify(plan))?.[1]);
    };
    await sqlOn(database, `ALTER DATABASE "${new URL(database).pathname.slice(1)}" SET enable_seqscan = off`);
    expect(await readInVain()).toBeGreaterThan(100);
    const reader = await open();
    await eventually(async () => expect(await readInVain()).toBe(0));
    await reader.close();
  });
});
