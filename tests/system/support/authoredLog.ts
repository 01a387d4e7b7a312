/** A log that deciders told, in a database of its own. */
import { authorLog } from '../../../bench/scale/authorLog.ts';
import { openEventCopy } from '../../../bench/scale/copyEvents.ts';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import { silentLogger } from '../../support/postgres.ts';

const madeAtMsDefault = Date.parse('2026-11-29T12:00:00.000Z');

export const fillLog = async (
  connectionString: string,
  showtimes: number,
  times: { readonly madeAtMs: number; readonly beginsAtMs?: number } = { madeAtMs: madeAtMsDefault },
): Promise<number> => {
  await (await openPostgresEventStore({ connectionString, logger: silentLogger })).close();
  const copy = await openEventCopy(connectionString);
  await authorLog({
    ...{ showtimes, bookingsOfShowtime: 5, ...times },
    write: copy.write,
    onPart: () => copy.drained(),
  });
  return copy.finish();
};
