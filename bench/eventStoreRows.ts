/** The event log without HTTP and without rules: how fast appends alone become durable on the same Postgres. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openPostgresEventStore } from '../src/adapters/postgres/PostgresEventStore.ts';
import type { EventStore, NewEvent } from '../src/ports/EventStore.ts';
import { benchLimits } from './limits.ts';
import { type Figures, figuresOf } from './measure.ts';

export interface EventStoreRow extends Figures {
  readonly title: string;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** As large as the event of a hold of one seat. */
const event = (): NewEvent => ({
  id: randomUUID(),
  type: 'SeatsHeld',
  version: 1,
  at: new Date().toISOString(),
  data: {
    holdId: randomUUID(),
    bookingId: randomUUID(),
    seats: [{ id: 'AA1', type: 'regular', ticketType: 'adult', price: { amount: 1_250, currency: 'USD' } }],
    total: { amount: 1_250, currency: 'USD' },
    expiresAt: new Date().toISOString(),
    loneSeats: [],
  },
  metadata: { correlationId: randomUUID(), causationId: randomUUID(), actor: { role: 'guest' } },
});

/** Writers with a stream each, one append after the other; counts events. */
const measureAppends = async (store: EventStore, writers: number, size: number): Promise<Figures> => {
  const latenciesMs: number[] = [];
  const startedAtMs = performance.now();
  const untilMs = startedAtMs + benchLimits.storeSeconds * 1_000;
  const write = async (): Promise<void> => {
    const stream = `bench-${randomUUID()}`;
    let revision = -1;
    while (performance.now() < untilMs) {
      const expected = revision < 0 ? 'no-stream' : revision;
      const sentAtMs = performance.now();
      const result = await store.append({ stream, expected, events: Array.from({ length: size }, event) });
      if (result.outcome !== 'appended') throw new Error(`${stream} belongs to one writer alone`);
      latenciesMs.push(performance.now() - sentAtMs);
      revision = result.revision;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const figures = figuresOf([{ seconds: (performance.now() - startedAtMs) / 1_000, latenciesMs }]);
  return { ...figures, perSecond: figures.perSecond * size };
};

/** `serverUrl` names a Postgres server; the rows get a database of their own there. */
export const measureEventStore = async (
  serverUrl: string,
): Promise<{ readonly rows: readonly EventStoreRow[]; readonly server: string }> => {
  const { storeInFlight, storeBatchEvents, storeBatchesInFlight } = benchLimits;
  const database = 'bench_event_log';
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rows: versions } = await client.query<{ server_version: string }>('show server_version');
  await client.query(`create database ${database}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  const store = await openPostgresEventStore({ connectionString: url.href, logger: silent });
  try {
    const single = await measureAppends(store, storeInFlight, 1);
    const batched = await measureAppends(store, storeBatchesInFlight, storeBatchEvents);
    const rows = [
      { title: `Event store alone, ${storeInFlight} appends of 1 event in flight`, ...single },
      {
        title: `Event store alone, ${storeBatchesInFlight} appends of ${storeBatchEvents} events in flight`,
        ...batched,
      },
    ];
    return { rows, server: `Postgres ${versions[0]?.server_version ?? ''}` };
  } finally {
    await store.close();
  }
};
