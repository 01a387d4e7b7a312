import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';

export const systemClock: SteadyClock = { nowMs: () => Date.now(), steadyMs: () => performance.now() };

const bytesPerId = 16;
/** 256 ids at a time: the system call is most of the cost of an id. */
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
