import type { Runners } from '../../commands/runners.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { inFlight } from '../engine/growingPass.ts';
import type { Job } from '../engine/runJob.ts';
import { systemContext } from '../engine/systemContext.ts';

export interface SummarizeShowtimesDeps {
  /** Showtimes that ended so long ago and have no summary since their seats last changed. */
  due(
    nowMs: number,
    limit: number,
  ): Promise<readonly { readonly showtimeId: string; readonly closesAfterMs: number }[]>;
  readonly showtimes: Pick<Runners['showtimes'], 'execute'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const everyMs = 5 * 60_000;
const showtimesPerPassMax = 500;
/** Each is read from the log, since a show of last month is not in memory. */
const inFlightMax = 8;

/** Closes the books of ended shows: their streams get a summary. */
export const summarizeShowtimes = ({ due, showtimes, clock, ids }: SummarizeShowtimesDeps): Job => ({
  name: 'summarize_showtimes',
  everyMs,
  pass: async () => {
    const ended = await due(clock.nowMs(), showtimesPerPassMax);
    let written = 0;
    await inFlight(ended, inFlightMax, async ({ showtimeId, closesAfterMs }) => {
      const command = { type: 'SummarizeShowtime', closesAfterMs } as const;
      const outcome = await showtimes.execute(showtimeId, command, systemContext(ids));
      if (outcome.outcome === 'done' && outcome.events.length > 0) written += 1;
    });
    return ended.length === showtimesPerPassMax && written > 0 ? 'more' : undefined;
  },
});
