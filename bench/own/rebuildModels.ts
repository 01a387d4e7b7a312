/** Makes the read models of seats and of bookings from nothing, as the program does after an update; prints JSON. */
import pino from 'pino';
import { openPostgresEventStore } from '../../src/adapters/postgres/PostgresEventStore.ts';
import { openPostgresReadStore } from '../../src/adapters/postgres-read/PostgresReadStore.ts';
import { availabilityProjection } from '../../src/projections/availability/availabilityProjection.ts';
import { bookingsProjection } from '../../src/projections/bookings/bookingsProjection.ts';
import { createLogReplay } from '../../src/projections/engine/LogReplay.ts';
import { makeMissing } from '../../src/projections/engine/makeMissing.ts';

const [, , url = ''] = process.argv;
const events = await openPostgresEventStore({ connectionString: url, logger: pino({ level: 'silent' }) });
const readStore = openPostgresReadStore({ url });
try {
  const usedBefore = process.cpuUsage();
  const begun = performance.now();
  const replay = createLogReplay(events);
  const parts = {
    ...{ events, readStore, replay, begun: undefined },
    onBegun: () => undefined,
    onParked: (_event: unknown, error: unknown) => {
      throw error;
    },
    isOver: () => false,
  };
  const made = await Promise.all([
    makeMissing({ ...parts, projection: availabilityProjection }),
    makeMissing({ ...parts, projection: bookingsProjection }),
  ]);
  if (!made.every((isMade) => isMade)) throw new Error('a read model was not made');
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(usedBefore);
  process.stdout.write(JSON.stringify({ seconds, processorSeconds: (user + system) / 1e6 }));
} finally {
  await readStore.close();
  await events.close();
}
