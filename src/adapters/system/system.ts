/** The machine's own clock and randomness, behind the ports that the rest of the program knows them by. */
import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';

export const systemClock: SteadyClock = { nowMs: () => Date.now(), steadyMs: () => performance.now() };

const bytesPerId = 16;
/** Randomness is fetched for 256 ids at a time: asking the system for each is what an id costs otherwise. */
const pool = new Uint8Array(256 * bytesPerId);
let used = pool.length;

const rng = (): Uint8Array => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytesPerId;
  return pool.subarray(used - bytesPerId, used);
};

export const systemIds: IdSource = { next: () => v7({ rng }) };
