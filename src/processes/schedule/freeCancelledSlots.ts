import type { Runners } from '../../commands/runners.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import { idOf, mustBeDone, type Reaction } from '../engine/Reaction.ts';

const definitions = { ShowtimeCancelled: showtimeEvents.ShowtimeCancelled } as const;

/** Gives the hall its time back when a showtime was cancelled. A slot that is over, or was freed, is left as it is. */
export const freeCancelledSlots = (
  commands: Pick<Runners, 'schedules' | 'showtimes'>,
): Reaction<EventOf<typeof definitions.ShowtimeCancelled>> => ({
  name: 'free_cancelled_slots',
  categories: ['showtime'],
  definitions,
  react: async (event, context) => {
    const showtimeId = idOf(event);
    const { state } = await commands.showtimes.read(showtimeId);
    if (state.status !== 'cancelled') return;
    mustBeDone(
      await commands.schedules.execute(state.facts.hallId, { type: 'FreeSlot', showtimeId }, context),
    );
  },
});
