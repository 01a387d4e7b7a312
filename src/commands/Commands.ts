import type { ShowtimeRejections } from '../domain/showtime/commands.ts';
import type { ShowtimeState } from '../domain/showtime/ShowtimeState.ts';
import type { LiveStreamDeps } from './engine/LiveStreamDeps.ts';
import type { CommandContext, Outcome } from './engine/Outcome.ts';
import { createRunners, type Runners } from './runners.ts';
import { type ChangePricingRequest, changePricing } from './showtime/changePricing.ts';
import {
  type ScheduledOutcome,
  type ScheduleShowtimeRequest,
  scheduleShowtime,
} from './showtime/scheduleShowtime.ts';

export interface Commands extends Runners {
  /** Reserves the hall's time and makes the showtime; the outcome is that of the showtime's stream. */
  scheduleShowtime(request: ScheduleShowtimeRequest, context: CommandContext): Promise<ScheduledOutcome>;
  /** Edits a showtime's prices, in the currency of its theater. Throws EventStoreUnavailable. */
  changePricing(
    request: ChangePricingRequest,
    context: CommandContext,
  ): Promise<Outcome<ShowtimeState, ShowtimeRejections['ChangePricing']>>;
}

export const createCommands = (deps: LiveStreamDeps, showtimesMax: number): Commands => {
  const runners = createRunners(deps, showtimesMax);
  return {
    ...runners,
    scheduleShowtime: (request, context) => scheduleShowtime(runners, request, context),
    changePricing: (request, context) => changePricing(runners, request, context),
  };
};
