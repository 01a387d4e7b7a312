/** A showtime's state as a value that tests can compare: what its snapshot holds. */
import type { ShowtimeState } from '../../src/domain/showtime/ShowtimeState.ts';
import { showtimeSnapshot } from '../../src/domain/showtime/showtimeSnapshot.ts';

export const stateShown = (state: ShowtimeState | undefined) =>
  state === undefined || state.status === 'none'
    ? state
    : { ...showtimeSnapshot.encode(state), freeSlots: state.inventory.freeSlots };
