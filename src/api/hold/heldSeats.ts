import type { z } from 'zod';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { TicketType } from '../../domain/pricing/terms.ts';
import type { SeatSelection } from '../../domain/showtime/commands.ts';
import type { ShowtimeEvent } from '../../domain/showtime/events.ts';
import { holdOf } from '../../domain/showtime/inventory/claims.ts';
import type { Hold } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { holdBody } from './schemas.ts';

/** Without a prototype: a seat may be called "constructor". */
export const bySeat = (
  types: Readonly<Record<string, TicketType>> = {},
): Readonly<Record<string, TicketType>> =>
  Object.assign(Object.create(null) as Record<string, TicketType>, types);

export const selectionOf = ({
  seatIds,
  bestAvailable,
  ticketTypes,
}: z.output<typeof holdBody>): SeatSelection => {
  if (bestAvailable !== undefined) {
    return {
      kind: 'best-available',
      ...bestAvailable,
      ticketTypes: Array.isArray(ticketTypes) ? ticketTypes : [],
    };
  }
  return {
    kind: 'named',
    seatIds: seatIds ?? [],
    ticketTypes: bySeat(Array.isArray(ticketTypes) ? {} : ticketTypes),
  };
};

type HeldData = Extract<ShowtimeEvent, { readonly type: 'SeatsHeld' }>['data'];

/** The hold as the command left it: a replay shows what the first answer showed. */
export const holdIn = (state: ShowtimeState, holdId: string): Hold => {
  const hold = state.status === 'none' ? undefined : holdOf(state.inventory, holdId);
  if (hold === undefined) throw new Error(`hold ${holdId} is not in the state that its own command left`);
  return hold;
};

export const heldIn = (events: readonly (ShowtimeEvent | StreamEvent)[]): HeldData => {
  const made = events.find((event) => event.type === 'SeatsHeld');
  if (made === undefined) throw new Error('the command held nothing');
  return made.data;
};
