import type { Forgetting } from '../kernel/aggregate.ts';
import type { ShowtimeEvent } from './events.ts';
import { ClaimChanges } from './inventory/changeClaims.ts';
import { rememberEnding } from './inventory/endedHolds.ts';
import { bookingOfHold } from './inventory/findHold.ts';
import type { ShowtimeState } from './ShowtimeState.ts';

export const forgottenHolds: Forgetting<ShowtimeState, ShowtimeEvent> = {
  idIn: (event) =>
    event.type === 'SeatsHeld' || event.type === 'HoldExpired' || event.type === 'HoldReleased'
      ? event.data.holdId
      : undefined,
  isKnown: (state, holdId) => state.status === 'none' || bookingOfHold(state.inventory, holdId) !== undefined,
  missedBy: (command, { reason }) =>
    reason === 'HoldNotFound' && 'holdId' in command && typeof command.holdId === 'string'
      ? command.holdId
      : undefined,
  recall: (state, holdId, events) => {
    const made = events.find((event) => event.type === 'SeatsHeld');
    const end = events.find((event) => event.type === 'HoldExpired' || event.type === 'HoldReleased');
    if (state.status === 'none' || made === undefined || end === undefined) return state;
    const how = end.type === 'HoldExpired' ? 'expired' : 'released';
    const changes = new ClaimChanges(state.inventory);
    const slot = changes.newSlot();
    changes.putIds(slot, holdId, made.data.bookingId);
    return { ...state, inventory: rememberEnding(state.inventory, changes, slot, how) };
  },
};
