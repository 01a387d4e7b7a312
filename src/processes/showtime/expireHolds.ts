/**
 * The sweeper: records the expiry of holds within about a second, for the read models' sake. Selling does not need
 * it: whoever takes seats of a lapsed hold records its expiry himself.
 */
import type { Runners } from '../../commands/runners.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { Job } from '../engine/runJob.ts';
import { systemContext } from '../engine/systemContext.ts';

export interface ExpireHoldsDeps {
  /** Showtimes with holds that are due, longest overdue first. */
  due(nowMs: number, limit: number): Promise<readonly { readonly showtimeId: string }[]>;
  readonly showtimes: Pick<Runners['showtimes'], 'execute'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const everyMs = 500;
const showtimesPerPassMax = 200;

export const expireHolds = ({ due, showtimes, clock, ids }: ExpireHoldsDeps): Job => ({
  name: 'expire_holds',
  everyMs,
  pass: async () => {
    const lapsed = await due(clock.nowMs(), showtimesPerPassMax);
    const context = systemContext(ids);
    await Promise.all(
      lapsed.map(({ showtimeId }) => showtimes.execute(showtimeId, { type: 'ExpireHolds' }, context)),
    );
  },
});
