/** One log of a cinema chain, as long as asked for, in the program's tables and in emmett's. */
import pino from 'pino';
import { openPostgresEventStore } from '../../src/adapters/postgres/PostgresEventStore.ts';
import { authorLog } from '../scale/authorLog.ts';
import { openEventCopy } from '../scale/copyEvents.ts';
import { openCopyToEmmett } from './copyToEmmett.ts';
import { createRowSums, type RowSums } from './rowSums.ts';
import type { Urls } from './sides.ts';

/** A little fewer than the log has for each showtime, so that it is always long enough to be cut. */
const eventsOfShowtime = 57;
const bookingsOfShowtime = 5;

export const makeLogs = async (urls: Urls, count: number): Promise<RowSums> => {
  // Makes the schema.
  const store = await openPostgresEventStore({
    connectionString: urls.own,
    logger: pino({ level: 'silent' }),
  });
  await store.close();
  const copies = [await openEventCopy(urls.own), await openCopyToEmmett(urls.emmett)];
  const sums = createRowSums();
  let left = count;
  await authorLog({
    showtimes: Math.ceil(count / eventsOfShowtime),
    bookingsOfShowtime,
    madeAtMs: Date.now(),
    write: (event) => {
      if (left === 0) return;
      left -= 1;
      sums.add(event);
      for (const copy of copies) copy.write(event);
    },
    onPart: async () => {
      for (const copy of copies) await copy.drained();
    },
  });
  if (left > 0) throw new Error(`the log is ${left} events short`);
  for (const copy of copies) await copy.finish();
  return sums.sums();
};
