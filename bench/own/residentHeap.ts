/** What showtimes in memory take of the heap: run with --expose-gc, prints JSON. No log is kept and no request reads the seats. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { systemClock as clock, systemIds as ids } from '../../src/adapters/system/system.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import { createRunners } from '../../src/commands/runners.ts';
import { seatIdsOf } from '../stage.ts';
import { holdOneSeat } from './guestHolds.ts';
import { openInstantLog } from './instantLog.ts';
import { openShowtimes } from './openShowtimes.ts';

const { values } = parseArgs({
  options: {
    showtimes: { type: 'string', default: '200' },
    seats: { type: 'string', default: '500' },
    drawings: { type: 'string', default: '10' },
  },
});
const count = Number(values.showtimes);
/** A turn of the event loop lets what an append scheduled run, so that nothing but the states is left. */
const collectionsPerReading = 4;

const heapBytes = async (): Promise<number> => {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  for (let time = 0; time < collectionsPerReading; time += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
};

const log = openInstantLog({ keep: 'first' });
const tail = await openLogTail(log, clock, (error) => {
  throw error;
});
// Without the feed's window of recent events: it is bounded and no part of a showtime.
const deps = { events: log, tail, clock, ids, logger: pino({ level: 'silent' }) };
const { showtimes } = createRunners(deps, count + 1);
const showtimeIds = Array.from({ length: count + 1 }, () => randomUUID());
const seatIds = seatIdsOf(Number(values.seats));
await openShowtimes(log, showtimeIds, seatIds, Number(values.drawings));

// The first pays for what all share.
const [warmUp = '', ...measured] = showtimeIds;
await showtimes.read(warmUp);
for (const seatId of seatIds) await holdOneSeat(showtimes, warmUp, seatId);

const without = await heapBytes();
for (const showtimeId of measured) await showtimes.read(showtimeId);
const unsold = await heapBytes();
for (const showtimeId of measured)
  for (const seatId of seatIds) await holdOneSeat(showtimes, showtimeId, seatId);
const soldOut = await heapBytes();
// What is not used any more would have been collected before.
for (const showtimeId of showtimeIds) {
  const { state } = await showtimes.read(showtimeId);
  if (state.status === 'none') throw new Error('a showtime was lost');
}

const each = (bytes: number): number => (bytes - without) / count;
process.stdout.write(JSON.stringify({ unsoldBytes: each(unsold), soldOutBytes: each(soldOut) }));
