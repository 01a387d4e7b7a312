import { accept, reject } from '../../kernel/decider.ts';
import { quote } from '../../pricing/quote.ts';
import type { ShowtimeAsked, ShowtimeDecision } from '../commands.ts';
import type { HeldSeat, ShowtimeEvent } from '../events.ts';
import { type Showtime, showtimeStatus } from '../ShowtimeState.ts';
import { bookingsIn, endedHoldOf } from './claims.ts';
import { findHold } from './findHold.ts';
import { expiriesBefore, expiriesOf, isFreeAt } from './freeSeats.ts';
import { idsOf, indexesOf, type SeatInventory } from './SeatInventory.ts';

/**
 * Books the seats of a hold, also of one that ran out if the payment came late and the seats are still free. The seats
 * of one booking are booked once.
 */
export const bookSeats = (
  command: ShowtimeAsked<'BookSeats'>,
  state: Showtime,
): ShowtimeDecision<'BookSeats'> => {
  const { holdId, bookingId, paid, nowMs } = command;
  const { inventory } = state;
  if (wasBooked(inventory, holdId) || (paid !== undefined && wasBooked(inventory, paid.freshHoldId))) {
    return bookingsIn(inventory).includes(bookingId)
      ? accept()
      : reject({ reason: 'HoldOver', how: 'booked' });
  }
  const found = findHold(inventory, holdId, nowMs);
  if (found.kind === 'unknown') return reject({ reason: 'HoldNotFound' });
  if (found.kind === 'over') {
    if (found.how === 'expired' && paid !== undefined) return bookAgain(command, paid, state);
    return reject({ reason: 'HoldOver', how: found.how });
  }
  const { hold } = found;
  if (hold.bookingId !== bookingId) return reject({ reason: 'HoldNotFound' });
  if (state.status === 'cancelled')
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  if (paid !== undefined && !sameSeats(hold.seats, paid.seats)) {
    return reject({ reason: 'SeatsUnavailable', unavailable: paid.seats.map(({ id }) => id) });
  }
  const seatIds = hold.seats.map((seat) => seat.id);
  const admission = inventory.admissions.get(holdId);
  return accept({
    type: 'SeatsBooked',
    data: { holdId, bookingId, seatIds, ...(admission === undefined ? {} : { admission }) },
  });
};

const wasBooked = (inventory: SeatInventory, holdId: string): boolean =>
  endedHoldOf(inventory, holdId)?.how === 'booked';

const sameSeats = (held: readonly HeldSeat[], paid: readonly HeldSeat[]): boolean =>
  held.length === paid.length &&
  paid.every(({ id, price }) =>
    held.some(
      (seat) =>
        seat.id === id && seat.price.amount === price.amount && seat.price.currency === price.currency,
    ),
  );

/** The same seats at the frozen prices under a fresh hold, if they are free and still sold in that currency. */
const bookAgain = (
  { holdId, bookingId, nowMs }: ShowtimeAsked<'BookSeats'>,
  paid: NonNullable<ShowtimeAsked<'BookSeats'>['paid']>,
  state: Showtime,
): ShowtimeDecision<'BookSeats'> => {
  const { facts, inventory } = state;
  const status = showtimeStatus(state, nowMs);
  if (status === 'cancelled' || status === 'ended') {
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: status });
  }
  const seatIds = paid.seats.map(({ id }) => id);
  const seats = indexesOf(inventory, seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const isFree = isFreeAt(inventory, nowMs);
  const taken = seats.indexes.filter((index) => !isFree(index));
  if (taken.length > 0) return reject({ reason: 'SeatsUnavailable', unavailable: idsOf(inventory, taken) });
  const quoted = quote({ terms: facts.priceTerms, seats: paid.seats });
  if (quoted.kind === 'mixed-currencies') return reject({ reason: 'SeatsUnavailable', unavailable: seatIds });
  const others = expiriesBefore(inventory, seats.indexes).filter((event) => expiredHold(event) !== holdId);
  const { freshHoldId } = paid;
  return accept<ShowtimeEvent>(
    ...expiriesOf(inventory, [holdId]),
    ...others,
    {
      type: 'SeatsHeld',
      data: {
        holdId: freshHoldId,
        bookingId,
        seats: [...paid.seats],
        total: quoted.total,
        expiresAt: new Date(nowMs + facts.policies.holdTtlMs).toISOString(),
        loneSeats: [],
      },
    },
    { type: 'SeatsBooked', data: { holdId: freshHoldId, bookingId, seatIds } },
  );
};

const expiredHold = (event: ShowtimeEvent): string | undefined =>
  event.type === 'HoldExpired' ? event.data.holdId : undefined;
