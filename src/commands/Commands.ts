import type { LiveStreamDeps } from './engine/LiveStreamDeps.ts';
import type { CommandContext } from './engine/Outcome.ts';
import { createRunners, type Runners } from './runners.ts';
import {
  type ScheduledOutcome,
  type ScheduleShowtimeRequest,
  scheduleShowtime,
} from './showtime/scheduleShowtime.ts';

export interface Commands extends Runners {
  /** Reserves the hall's time and makes the showtime; the outcome is that of the showtime's stream. */
  scheduleShowtime(request: ScheduleShowtimeRequest, context: CommandContext): Promise<ScheduledOutcome>;
}

export const createCommands = (deps: LiveStreamDeps, showtimesMax: number): Commands => {
  const runners = createRunners(deps, showtimesMax);
  return {
    ...runners,
    scheduleShowtime: (request, context) => scheduleShowtime(runners, request, context),
  };
};
