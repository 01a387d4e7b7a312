import type { Runners } from '../../commands/runners.ts';
import { finishReservation } from '../../commands/showtime/scheduleShowtime.ts';
import type { Slot } from '../../domain/schedule/events.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { Job, ProcessLogger } from '../engine/runJob.ts';
import { type Cause, systemContext } from '../engine/systemContext.ts';

export interface FinishReservationsDeps {
  /** Slots reserved at or before the instant that have no showtime yet, as far as the read model knows. */
  unfinished(
    reservedBeforeMs: number,
    limit: number,
  ): Promise<readonly (Slot & { readonly reservedAt: string; readonly cause: Cause })[]>;
  readonly commands: Runners;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: ProcessLogger;
}

const everyMs = 5_000;
/** The node that reserved a slot is given this long to make its showtime. */
const patienceMs = 15_000;
const slotsPerPassMax = 50;

/** Gives a reserved slot whose showtime never came its showtime, or frees it when it is too late for that. */
export const finishReservations = (deps: FinishReservationsDeps): Job => ({
  name: 'finish_reservations',
  everyMs,
  pass: async () => {
    const slots = await deps.unfinished(deps.clock.nowMs() - patienceMs, slotsPerPassMax);
    for (const { reservedAt: _reservedAt, cause, ...slot } of slots) await finish(deps, slot, cause);
  },
});

const finish = async (
  { commands, clock, ids, logger }: FinishReservationsDeps,
  slot: Slot,
  cause: Cause,
): Promise<void> => {
  const context = systemContext(ids, cause);
  const { showtimeId, hallId } = slot;
  const late = clock.nowMs() >= Date.parse(slot.startsAt);
  if (!late) {
    const made = await finishReservation(commands, slot, context);
    if (made.outcome === 'unavailable') return;
    if (made.outcome === 'done') {
      logger.info({ showtimeId, hallId }, 'finished a reservation that had no showtime');
      return;
    }
    logger.warn({ showtimeId, hallId, outcome: made }, 'a reserved slot cannot have its showtime');
  }
  const { state } = await commands.showtimes.readCurrent(showtimeId);
  if (state.status !== 'none') return;
  await commands.schedules.execute(hallId, { type: 'FreeSlot', showtimeId }, context);
  logger.info({ showtimeId, hallId }, 'freed a reservation that had no showtime');
};
