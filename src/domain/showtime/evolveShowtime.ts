/** The fold of a showtime's stream: what each event changes, and nothing else. Rules live in the decider. */
import { Map as PersistentMap } from 'immutable';
import { seatingPlan } from '../seating/SeatingPlan.ts';
import type { ShowtimeEvent } from './events.ts';
import { type Hold, type HoldEnd, type Showtime, type ShowtimeState, seatLetter } from './ShowtimeState.ts';

type Data<Type extends ShowtimeEvent['type']> = Extract<ShowtimeEvent, { type: Type }>['data'];

export const evolveShowtime = (state: ShowtimeState, event: ShowtimeEvent): ShowtimeState => {
  if (event.type === 'ShowtimeScheduled') return scheduled(event.data);
  if (state.status === 'none') throw new Error(`${event.type} before ShowtimeScheduled`);
  switch (event.type) {
    case 'SalesOpened':
      // The first opening is part of scheduling; a later one is an edit.
      return { ...state, status: 'on-sale', version: state.version + (state.status === 'closed' ? 1 : 0) };
    case 'SalesClosed':
      return { ...state, status: 'closed', version: state.version + 1 };
    case 'ShowtimeCancelled':
      return {
        ...state,
        status: 'cancelled',
        version: state.version + 1,
        cancelledWhy: event.data.reason,
      };
    case 'PricingChanged':
      return {
        ...state,
        version: state.version + 1,
        facts: { ...state.facts, priceTerms: event.data.priceTerms },
      };
    case 'ShowtimeMovedToLayout':
      return movedToLayout(state, event.data);
    case 'SeatsHeld':
      return held(state, event.data);
    case 'HoldExtended':
      return changeHold(state, event.data.holdId, { expiresAtMs: Date.parse(event.data.expiresAt) });
    case 'HoldSwapped':
      return swapped(state, event.data);
    case 'HoldReleased':
      return endHold(state, event.data.holdId, 'released', event.data.seatIds);
    case 'HoldExpired':
      return endHold(state, event.data.holdId, 'expired', event.data.seatIds);
    case 'SeatsBooked':
      return {
        ...paint(state, event.data.seatIds, seatLetter.booked, event.data.bookingId),
        holds: state.holds.delete(event.data.holdId),
        endedHolds: state.endedHolds.set(event.data.holdId, {
          how: 'booked',
          bookingId: event.data.bookingId,
        }),
      };
    case 'SeatsReturned':
      return paint(state, event.data.seatIds, seatLetter.available, undefined);
    case 'SeatsBlocked':
      return {
        ...paint(state, event.data.seatIds, seatLetter.blocked, undefined),
        blockedWhy: state.blockedWhy.withMutations((reasons) => {
          for (const id of event.data.seatIds) reasons.set(id, event.data.reason);
        }),
      };
    case 'SeatsUnblocked':
      return {
        ...paint(state, event.data.seatIds, seatLetter.available, undefined),
        blockedWhy: state.blockedWhy.deleteAll(event.data.seatIds),
      };
  }
};

const scheduled = ({ seats, focalPoint, ...facts }: Data<'ShowtimeScheduled'>): Showtime => ({
  status: 'scheduled',
  version: 1,
  facts,
  plan: seatingPlan(seats, focalPoint),
  letters: new Uint8Array(seats.length).fill(seatLetter.available),
  owners: new Array<string | undefined>(seats.length).fill(undefined),
  holds: PersistentMap(),
  endedHolds: PersistentMap(),
  blockedWhy: PersistentMap(),
});

/** Copies the seat columns and gives the named seats a status and an owner. */
const paint = (
  state: Showtime,
  seatIds: readonly string[],
  letter: number,
  owner: string | undefined,
): Showtime => {
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

const held = (state: Showtime, data: Data<'SeatsHeld'>): Showtime => {
  const { holdTtlMs, holdCapMs } = state.facts.policies;
  const expiresAtMs = Date.parse(data.expiresAt);
  const hold: Hold = {
    holdId: data.holdId,
    bookingId: data.bookingId,
    seats: data.seats,
    total: data.total,
    expiresAtMs,
    capAtMs: expiresAtMs - holdTtlMs + holdCapMs,
    loneSeats: data.loneSeats,
  };
  const seatIds = data.seats.map((seat) => seat.id);
  return {
    ...paint(state, seatIds, seatLetter.held, data.holdId),
    holds: state.holds.set(data.holdId, hold),
  };
};

const changeHold = (state: Showtime, holdId: string, change: Partial<Hold>): Showtime => {
  const hold = state.holds.get(holdId);
  if (hold === undefined) throw new Error(`hold ${holdId} is not active`);
  return { ...state, holds: state.holds.set(holdId, { ...hold, ...change }) };
};

const swapped = (state: Showtime, data: Data<'HoldSwapped'>): Showtime => {
  const hold = state.holds.get(data.holdId);
  if (hold === undefined) throw new Error(`hold ${data.holdId} is not active`);
  const gone = new Set(data.released);
  const seats = [...hold.seats.filter((seat) => !gone.has(seat.id)), ...data.added];
  const freed = paint(state, data.released, seatLetter.available, undefined);
  const added = data.added.map((seat) => seat.id);
  const taken = paint(freed, added, seatLetter.held, data.holdId);
  return changeHold(taken, data.holdId, { seats, total: data.total, loneSeats: data.loneSeats });
};

const endHold = (state: Showtime, holdId: string, how: HoldEnd, seatIds: readonly string[]): Showtime => {
  const hold = state.holds.get(holdId);
  if (hold === undefined) throw new Error(`hold ${holdId} is not active`);
  return {
    ...paint(state, seatIds, seatLetter.available, undefined),
    holds: state.holds.delete(holdId),
    endedHolds: state.endedHolds.set(holdId, { how, bookingId: hold.bookingId }),
  };
};

/** Every held, booked or blocked seat is in the new drawing (the decider saw to it) and keeps its status. */
const movedToLayout = (state: Showtime, data: Data<'ShowtimeMovedToLayout'>): Showtime => {
  const plan = seatingPlan(data.seats, data.focalPoint);
  const letters = new Uint8Array(plan.size).fill(seatLetter.available);
  const owners = new Array<string | undefined>(plan.size).fill(undefined);
  for (const [index, id] of plan.ids.entries()) {
    const before = state.plan.indexOf.get(id);
    if (before === undefined) continue;
    letters[index] = state.letters[before] ?? seatLetter.available;
    owners[index] = state.owners[before];
  }
  return {
    ...state,
    version: state.version + 1,
    facts: { ...state.facts, layoutVersion: data.layoutVersion },
    plan,
    letters,
    owners,
  };
};
