import { Map as PersistentMap } from 'immutable';
import type { ShowtimePolicies } from '../../policies/policies.ts';
import { seatingPlan } from '../../seating/SeatingPlan.ts';
import type { FocalPoint, Seat } from '../../seating/seat.ts';
import type { ShowtimeEvent } from '../events.ts';
import { rememberEnding } from './endedHolds.ts';
import { type Hold, type HoldEnd, type SeatInventory, seatLetter } from './SeatInventory.ts';

/** The events that change what there is to sell or who has it; all others concern the life cycle alone. */
export type InventoryEvent = Exclude<
  ShowtimeEvent,
  {
    readonly type:
      | 'ShowtimeScheduled'
      | 'SalesOpened'
      | 'SalesClosed'
      | 'ShowtimeCancelled'
      | 'PricingChanged';
  }
>;
type Data<Type extends InventoryEvent['type']> = Extract<InventoryEvent, { type: Type }>['data'];

export const newInventory = (seats: readonly Seat[], focalPoint: FocalPoint): SeatInventory => ({
  kind: 'seats',
  plan: seatingPlan(seats, focalPoint),
  letters: new Uint8Array(seats.length).fill(seatLetter.available),
  owners: new Array<string | undefined>(seats.length).fill(undefined),
  holds: PersistentMap(),
  endedHolds: PersistentMap(),
  endings: 0,
  blockedWhy: PersistentMap(),
});

/** Throws for an event that no decision can have produced on this inventory. */
export const evolveInventory = (
  state: SeatInventory,
  event: InventoryEvent,
  policies: ShowtimePolicies,
): SeatInventory => {
  switch (event.type) {
    case 'ShowtimeMovedToLayout':
      return movedToLayout(state, event.data);
    case 'SeatsHeld':
      return held(state, event.data, policies);
    case 'HoldExtended':
      return changeHold(state, event.data.holdId, { expiresAtMs: Date.parse(event.data.expiresAt) });
    case 'HoldSwapped':
      return swapped(state, event.data);
    case 'HoldReleased':
      return endHold(state, event.data, 'released');
    case 'HoldExpired':
      return endHold(state, event.data, 'expired');
    case 'SeatsBooked':
      return booked(state, event.data);
    case 'SeatsReturned':
      return paint(state, event.data.seatIds, seatLetter.available, undefined);
    case 'SeatsBlocked':
      return blocked(state, event.data);
    case 'SeatsUnblocked':
      return {
        ...paint(state, event.data.seatIds, seatLetter.available, undefined),
        blockedWhy: state.blockedWhy.deleteAll(event.data.seatIds),
      };
  }
};

/** Copies the seat columns and gives the named seats a status and an owner. */
const paint = (
  state: SeatInventory,
  seatIds: readonly string[],
  letter: number,
  owner: string | undefined,
): SeatInventory => {
  const letters = state.letters.slice();
  const owners = state.owners.slice();
  for (const id of seatIds) {
    const index = state.plan.indexOf.get(id);
    if (index === undefined) throw new Error(`seat ${id} is not in the layout`);
    letters[index] = letter;
    owners[index] = owner;
  }
  return { ...state, letters, owners };
};

const held = (
  state: SeatInventory,
  { holdId, bookingId, seats, total, expiresAt, loneSeats }: Data<'SeatsHeld'>,
  { holdTtlMs, holdCapMs }: ShowtimePolicies,
): SeatInventory => {
  const expiresAtMs = Date.parse(expiresAt);
  const capAtMs = expiresAtMs - holdTtlMs + holdCapMs;
  const hold: Hold = { holdId, bookingId, seats, total, expiresAtMs, capAtMs, loneSeats };
  const seatIds = seats.map((seat) => seat.id);
  return { ...paint(state, seatIds, seatLetter.held, holdId), holds: state.holds.set(holdId, hold) };
};

const holdIn = ({ holds }: SeatInventory, holdId: string): Hold => {
  const hold = holds.get(holdId);
  if (hold === undefined) throw new Error(`hold ${holdId} is not active`);
  return hold;
};

const changeHold = (state: SeatInventory, holdId: string, change: Partial<Hold>): SeatInventory => ({
  ...state,
  holds: state.holds.set(holdId, { ...holdIn(state, holdId), ...change }),
});

const swapped = (
  state: SeatInventory,
  { holdId, released, added, total, loneSeats }: Data<'HoldSwapped'>,
): SeatInventory => {
  const gone = new Set(released);
  const seats = [...holdIn(state, holdId).seats.filter((seat) => !gone.has(seat.id)), ...added];
  const freed = paint(state, released, seatLetter.available, undefined);
  const addedIds = added.map((seat) => seat.id);
  return changeHold(paint(freed, addedIds, seatLetter.held, holdId), holdId, { seats, total, loneSeats });
};

const endHold = (
  state: SeatInventory,
  { holdId, seatIds }: Data<'HoldReleased' | 'HoldExpired'>,
  how: HoldEnd,
): SeatInventory => {
  const { bookingId } = holdIn(state, holdId);
  return {
    ...paint(state, seatIds, seatLetter.available, undefined),
    holds: state.holds.delete(holdId),
    ...rememberEnding(state, holdId, { how, bookingId }),
  };
};

const booked = (
  state: SeatInventory,
  { holdId, bookingId, seatIds }: Data<'SeatsBooked'>,
): SeatInventory => ({
  ...paint(state, seatIds, seatLetter.booked, bookingId),
  holds: state.holds.delete(holdId),
  endedHolds: state.endedHolds.set(holdId, { how: 'booked', bookingId }),
});

const blocked = (state: SeatInventory, { seatIds, reason }: Data<'SeatsBlocked'>): SeatInventory => ({
  ...paint(state, seatIds, seatLetter.blocked, undefined),
  blockedWhy: state.blockedWhy.withMutations((reasons) => {
    for (const id of seatIds) reasons.set(id, reason);
  }),
});

/** Every held, booked or blocked seat is in the new drawing and keeps its status. */
const movedToLayout = (
  state: SeatInventory,
  { seats, focalPoint }: Data<'ShowtimeMovedToLayout'>,
): SeatInventory => {
  const moved = newInventory(seats, focalPoint);
  const letters = moved.letters.slice();
  const owners = moved.owners.slice();
  for (const [index, id] of moved.plan.ids.entries()) {
    const before = state.plan.indexOf.get(id);
    if (before === undefined) continue;
    letters[index] = state.letters[before] ?? seatLetter.available;
    owners[index] = state.owners[before];
  }
  return { ...state, plan: moved.plan, letters, owners };
};
