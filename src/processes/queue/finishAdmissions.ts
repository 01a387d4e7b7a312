import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import type { WaitingRoom } from '../../ports/WaitingRoom.ts';
import type { Reaction } from '../engine/Reaction.ts';

const definitions = { SeatsBooked: showtimeEvents.SeatsBooked } as const;

/** Ends the turn of a caller who has bought. While the store of waiting rooms is away, turns end later. */
export const finishAdmissions = (
  waitingRoom: Pick<WaitingRoom, 'finish'>,
): Reaction<EventOf<typeof definitions.SeatsBooked>> => ({
  name: 'finish_admissions',
  categories: ['showtime'],
  definitions,
  react: async ({ data: { admission } }) => {
    if (admission !== undefined) await waitingRoom.finish(admission.queueId, admission.entryId);
  },
});
