/** Gives the hall its time back when a showtime was cancelled, so that another can be shown. */
import type { Runners } from '../../commands/runners.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { ProcessManager } from '../engine/runProcess.ts';
import { systemContext } from '../engine/systemContext.ts';

export interface FreeCancelledSlotsDeps {
  /** Hall time that cancelled showtimes still keep. */
  keptSlots(
    nowMs: number,
    limit: number,
  ): Promise<readonly { readonly showtimeId: string; readonly hallId: string }[]>;
  readonly commands: Pick<Runners, 'schedules'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const everyMs = 1_000;
const slotsPerPassMax = 50;

export const freeCancelledSlots = ({
  keptSlots,
  commands,
  clock,
  ids,
}: FreeCancelledSlotsDeps): ProcessManager => ({
  name: 'free_cancelled_slots',
  everyMs,
  pass: async () => {
    const slots = await keptSlots(clock.nowMs(), slotsPerPassMax);
    const context = systemContext(ids);
    await Promise.all(
      slots.map(({ showtimeId, hallId }) =>
        commands.schedules.execute(hallId, { type: 'FreeSlot', showtimeId }, context),
      ),
    );
  },
});
