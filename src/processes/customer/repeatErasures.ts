import type { SteadyClock } from '../../ports/Clock.ts';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import type { Job } from '../engine/runJob.ts';

interface Erasure {
  readonly customerId: string;
  readonly position: Position;
}

export interface RepeatErasuresDeps {
  erasedAfter(after: Erasure, limit: number): Promise<readonly Erasure[]>;
  /** Destroys the customer's keys and deletes what else is theirs; may be repeated. */
  erase(customerId: string): Promise<void>;
  readonly clock: Pick<SteadyClock, 'steadyMs'>;
}

export const repeatErasuresLimits = {
  everyMs: 1_000,
  /** How long keys that were restored under a running program may stand. */
  roundEveryMs: 3_600_000,
  erasuresPerPassMax: 500,
} as const;

const beforeAll: Erasure = { customerId: '', position: positionStart };

/** Erases again after an interrupted erasure, and hourly in case keys were restored. */
export const repeatErasures = ({ erasedAfter, erase, clock }: RepeatErasuresDeps): Job => {
  const { everyMs, roundEveryMs, erasuresPerPassMax } = repeatErasuresLimits;
  let done = beforeAll;
  let roundSinceMs = clock.steadyMs();
  return {
    name: 'repeat_erasures',
    everyMs,
    pass: async () => {
      if (clock.steadyMs() - roundSinceMs >= roundEveryMs) {
        done = beforeAll;
        roundSinceMs = clock.steadyMs();
      }
      for (const erasure of await erasedAfter(done, erasuresPerPassMax)) {
        await erase(erasure.customerId);
        done = erasure;
      }
    },
  };
};
