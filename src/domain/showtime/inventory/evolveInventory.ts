import { Map as PersistentMap } from 'immutable';
import type { ShowtimePolicies } from '../../policies/policies.ts';
import { seatingPlan } from '../../seating/SeatingPlan.ts';
import type { FocalPoint, Seat } from '../../seating/seat.ts';
import type { ShowtimeEvent } from '../events.ts';
import { ClaimChanges, isPair } from './changeClaims.ts';
import { holdInSlot, slotOfHold } from './claims.ts';
import { rememberEnding } from './endedHolds.ts';
import { movedToLayout } from './movedToLayout.ts';
import type { Hold, SeatInventory } from './SeatInventory.ts';

/** The events that change what there is to sell or who has it; all others concern the life cycle alone. */
export type InventoryEvent = Exclude<
  ShowtimeEvent,
  {
    readonly type:
      | 'ShowtimeScheduled'
      | 'SalesOpened'
      | 'SalesClosed'
      | 'ShowtimeCancelled'
      | 'PricingChanged'
      | 'QueueAttached'
      | 'QueueDetached'
      | 'ShowtimeSummarized';
  }
>;
type Data<Type extends InventoryEvent['type']> = Extract<InventoryEvent, { type: Type }>['data'];

export const newInventory = (seats: readonly Seat[], focalPoint: FocalPoint): SeatInventory => ({
  ...{ kind: 'seats', plan: seatingPlan(seats, focalPoint), words: undefined },
  ...{ slots: 0, freeSlots: 0, currencies: [], endings: 0 },
  ...{ manyLoneSeats: PersistentMap(), admissions: PersistentMap(), blockedWhy: PersistentMap() },
});

/** Throws for an event that no decision can have produced on this inventory. */
export const evolveInventory = (
  state: SeatInventory,
  event: InventoryEvent,
  policies: ShowtimePolicies,
): SeatInventory => {
  switch (event.type) {
    case 'ShowtimeMovedToLayout':
      return movedToLayout(state, seatingPlan(event.data.seats, event.data.focalPoint));
    case 'SeatsHeld':
      return held(state, event.data, policies);
    case 'HoldExtended':
      return extended(state, event.data);
    case 'HoldSwapped':
      return swapped(state, event.data);
    case 'HoldReleased':
      return endHold(state, event.data, 'released');
    case 'HoldExpired':
      return endHold(state, event.data, 'expired');
    case 'SeatsBooked':
      return booked(state, event.data);
    case 'SeatsReturned':
      return freed(state, event.data.seatIds);
    case 'SeatsBlocked':
      return blocked(state, event.data);
    case 'SeatsUnblocked': {
      const { seatIds } = event.data;
      return { ...freed(state, seatIds), blockedWhy: state.blockedWhy.deleteAll(seatIds) };
    }
  }
};

const freed = (state: SeatInventory, seatIds: readonly string[]): SeatInventory => {
  const changes = new ClaimChanges(state);
  changes.paint(seatIds, 'available');
  return changes.done();
};

/** The lone seats of the hold that find no room in its slot. */
const withLoneSeats = (state: SeatInventory, { holdId, loneSeats }: Pick<Hold, 'holdId' | 'loneSeats'>) =>
  isPair(state, loneSeats) ? state.manyLoneSeats.delete(holdId) : state.manyLoneSeats.set(holdId, loneSeats);

const held = (
  state: SeatInventory,
  { holdId, bookingId, seats, total, expiresAt, loneSeats, admission }: Data<'SeatsHeld'>,
  { holdTtlMs, holdCapMs }: ShowtimePolicies,
): SeatInventory => {
  const expiresAtMs = Date.parse(expiresAt);
  const capAtMs = expiresAtMs - holdTtlMs + holdCapMs;
  const changes = new ClaimChanges(state);
  const slot = changes.newSlot();
  const hold = { holdId, bookingId, seats, total, expiresAtMs, capAtMs, loneSeats };
  changes.hold(seats, slot);
  changes.putHold(slot, hold);
  const admissions = admission === undefined ? state.admissions : state.admissions.set(holdId, admission);
  return changes.done({ manyLoneSeats: withLoneSeats(state, hold), admissions });
};

const activeSlot = (state: SeatInventory, holdId: string): number => {
  const slot = slotOfHold(state, holdId, (status) => status === 'active');
  if (slot === undefined) throw new Error(`hold ${holdId} is not active`);
  return slot;
};

const extended = (state: SeatInventory, { holdId, expiresAt }: Data<'HoldExtended'>): SeatInventory => {
  const slot = activeSlot(state, holdId);
  const changes = new ClaimChanges(state);
  changes.putHold(slot, { ...holdInSlot(state, slot), expiresAtMs: Date.parse(expiresAt) });
  return changes.done();
};

const swapped = (
  state: SeatInventory,
  { holdId, released, added, total, loneSeats }: Data<'HoldSwapped'>,
): SeatInventory => {
  const slot = activeSlot(state, holdId);
  const hold = holdInSlot(state, slot);
  const gone = new Set(released);
  const now = {
    ...hold,
    seats: [...hold.seats.filter((seat) => !gone.has(seat.id)), ...added],
    total,
    loneSeats,
  };
  const changes = new ClaimChanges(state);
  changes.paint(released, 'available');
  changes.hold(now.seats, slot);
  changes.putHold(slot, now);
  return changes.done({ manyLoneSeats: withLoneSeats(state, now) });
};

const withoutHold = ({ manyLoneSeats, admissions }: SeatInventory, holdId: string) => ({
  manyLoneSeats: manyLoneSeats.delete(holdId),
  admissions: admissions.delete(holdId),
});

const endHold = (
  state: SeatInventory,
  { holdId, seatIds }: Data<'HoldReleased' | 'HoldExpired'>,
  how: 'expired' | 'released',
): SeatInventory => {
  const slot = activeSlot(state, holdId);
  const changes = new ClaimChanges(state);
  changes.paint(seatIds, 'available');
  return rememberEnding(state, changes, slot, how, withoutHold(state, holdId));
};

const booked = (state: SeatInventory, { holdId, bookingId, seatIds }: Data<'SeatsBooked'>): SeatInventory => {
  const changes = new ClaimChanges(state);
  const slot = slotOfHold(state, holdId, (status) => status === 'active') ?? changes.newSlot();
  changes.book(seatIds, slot);
  changes.putIds(slot, holdId, bookingId);
  changes.bookSlot(slot);
  return changes.done(withoutHold(state, holdId));
};

const blocked = (state: SeatInventory, { seatIds, reason }: Data<'SeatsBlocked'>): SeatInventory => {
  const changes = new ClaimChanges(state);
  changes.paint(seatIds, 'blocked');
  const blockedWhy = state.blockedWhy.withMutations((reasons) => {
    for (const id of seatIds) reasons.set(id, reason);
  });
  return changes.done({ blockedWhy });
};
