import type { Runners } from '../../commands/runners.ts';
import type { Clock } from '../../ports/Clock.ts';
import { laterPosition, type Position, positionStart } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { growingPass, inFlight } from '../engine/growingPass.ts';
import type { Job } from '../engine/runJob.ts';
import { type Cause, systemContext } from '../engine/systemContext.ts';

interface ShowtimeDue {
  readonly showtimeId: string;
  /** `cause` is the event that made the hold. */
  readonly holds: readonly { readonly holdId: string; readonly cause: Cause }[];
}

export interface ExpireHoldsDeps {
  /** Showtimes with holds that are due, longest overdue first. */
  due(nowMs: number, limit: number): Promise<readonly ShowtimeDue[]>;
  /** Waits until `due` knows of what was written up to a position, at most so long. */
  dueKnows(position: Position, withinMs: number): Promise<unknown>;
  readonly showtimes: Pick<Runners['showtimes'], 'execute'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const everyMs = 500;
const showtimesPerPass = { first: 500, most: 4_000 } as const;
/** Showtimes that are not in memory are read from the log, which has few connections. */
const inFlightMax = 64;
const dueKnowsWithinMs = 1_000;

/**
 * Records holds that ran out, within about a second, for the read models. Selling does not depend on it: whatever takes
 * seats of a hold that is over records its expiry in the same append.
 */
export const expireHolds = ({ due, dueKnows, showtimes, clock, ids }: ExpireHoldsDeps): Job => {
  /** Each end is caused by its own hold; commands that wait for a showtime together are appended together. */
  const expire = async ({ showtimeId, holds }: ShowtimeDue): Promise<Position> => {
    const outcomes = await Promise.all(
      holds.map(({ holdId, cause }) =>
        showtimes.execute(showtimeId, { type: 'ExpireHolds', holdId }, systemContext(ids, cause)),
      ),
    );
    return outcomes
      .map((each) => (each.outcome === 'done' && each.events.length > 0 ? each.position : positionStart))
      .reduce(laterPosition, positionStart);
  };
  const passes = growingPass(showtimesPerPass);
  return {
    name: 'expire_holds',
    everyMs,
    pass: async () => {
      const lapsed = await due(clock.nowMs(), passes.size());
      let written = positionStart;
      await inFlight(lapsed, inFlightMax, async (each) => {
        const position = await expire(each);
        if (position > written) written = position;
      });
      // Nothing written: the list is behind, or the log is away.
      if (!passes.wasFull(lapsed.length) || written === positionStart) return undefined;
      await dueKnows(written, dueKnowsWithinMs);
      return 'more';
    },
  };
};
