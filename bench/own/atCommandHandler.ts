/** The program's command handler on a database of the bench, in the bench's own process. */
import pino from 'pino';
import { openPostgresEventStore } from '../../src/adapters/postgres/PostgresEventStore.ts';
import { systemClock as clock, systemIds as ids } from '../../src/adapters/system/system.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import { createRunners, type Runners } from '../../src/commands/runners.ts';
import { handedOver } from '../../src/composition/engine/handedOver.ts';
import type { EventStore } from '../../src/ports/EventStore.ts';

export interface Handler {
  readonly store: EventStore;
  readonly showtimes: Runners['showtimes'];
}

const showtimesMax = 100;

export const withCommandHandler = async <Result>(
  url: string,
  work: (handler: Handler) => Promise<Result>,
): Promise<Result> => {
  const logger = pino({ level: 'silent' });
  const store = await openPostgresEventStore({ connectionString: url, logger });
  try {
    const tail = await openLogTail(store, clock, (error) => {
      throw error;
    });
    try {
      const events = handedOver(store, tail);
      const { showtimes } = createRunners({ events, tail, clock, ids, logger }, showtimesMax);
      return await work({ store, showtimes });
    } finally {
      await tail.close();
    }
  } finally {
    await store.close();
  }
};
