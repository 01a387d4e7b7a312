import { randomUUIDv7 } from 'node:crypto';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';

export const systemClock: SteadyClock = { nowMs: () => Date.now(), steadyMs: () => performance.now() };

export const systemIds: IdSource = { next: () => randomUUIDv7() };
