/**
 * From hold to sale: keeping a hold alive while it is paid for, and booking its seats, also when the money came after
 * the hold had run out and the seats are still free. A booking's seats are booked once and never again.
 */
import { accept, reject } from '../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeDecision } from './commands.ts';
import type { HeldSeat, ShowtimeEvent } from './events.ts';
import { expiriesBefore, expiriesOf, isFreeAt } from './freeSeats.ts';
import { findHold, type Hold, idsOf, indexesOf, type Showtime, showtimeStatus } from './ShowtimeState.ts';

/** A payment that runs asks for more time when less than this is left. */
const keepMarginMaxMs = 120_000;

/** When a hold ends, and from when on a running payment may ask for more time; undefined when there is none left. */
export const holdTimes = (
  { facts }: Showtime,
  { expiresAtMs, capAtMs }: Hold,
): { readonly expiresAtMs: number; readonly keepAtMs: number | undefined } => {
  const marginMs = Math.min(keepMarginMaxMs, facts.policies.holdTtlMs / 2);
  return { expiresAtMs, keepAtMs: expiresAtMs < capAtMs ? Math.ceil(expiresAtMs - marginMs) : undefined };
};

const cancelled = reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' } as const);

/** Sales may have closed meanwhile: who holds seats may pay for them. */
export const keepHold = (
  { holdId, nowMs }: ShowtimeAsked<'KeepHold'>,
  state: Showtime,
): ShowtimeDecision<'KeepHold'> => {
  const found = findHold(state, holdId, nowMs);
  if (found.kind === 'unknown') return reject({ reason: 'HoldNotFound' });
  if (found.kind === 'over') return reject({ reason: 'HoldOver', how: found.how });
  if (state.status === 'cancelled') return cancelled;
  const { keepAtMs } = holdTimes(state, found.hold);
  if (keepAtMs === undefined || nowMs < keepAtMs) return accept();
  const expiresAtMs = Math.min(nowMs + state.facts.policies.holdTtlMs, found.hold.capAtMs);
  const expiresAt = new Date(expiresAtMs).toISOString();
  return accept({ type: 'HoldExtended', data: { holdId, expiresAt } });
};

export const bookSeats = (
  command: ShowtimeAsked<'BookSeats'>,
  state: Showtime,
): ShowtimeDecision<'BookSeats'> => {
  const { holdId, bookingId, paid, nowMs } = command;
  if (wasBooked(state, holdId) || (paid !== undefined && wasBooked(state, paid.freshHoldId))) {
    return state.owners.includes(bookingId) ? accept() : reject({ reason: 'HoldOver', how: 'booked' });
  }
  const found = findHold(state, holdId, nowMs);
  if (found.kind === 'unknown') return reject({ reason: 'HoldNotFound' });
  if (found.kind === 'over') {
    if (found.how === 'expired' && paid !== undefined) return bookAgain(command, paid, state);
    return reject({ reason: 'HoldOver', how: found.how });
  }
  const { hold } = found;
  if (hold.bookingId !== bookingId) return reject({ reason: 'HoldNotFound' });
  if (state.status === 'cancelled') return cancelled;
  if (paid !== undefined && !sameSeats(hold.seats, paid.seats)) {
    return reject({ reason: 'SeatsUnavailable', unavailable: paid.seats.map(({ id }) => id) });
  }
  const seatIds = hold.seats.map((seat) => seat.id);
  return accept({ type: 'SeatsBooked', data: { holdId, bookingId, seatIds } });
};

const wasBooked = (state: Showtime, holdId: string): boolean =>
  state.endedHolds.get(holdId)?.how === 'booked';

const sameSeats = (held: readonly HeldSeat[], paid: readonly HeldSeat[]): boolean =>
  held.length === paid.length &&
  paid.every(({ id, price }) =>
    held.some(
      (seat) =>
        seat.id === id && seat.price.amount === price.amount && seat.price.currency === price.currency,
    ),
  );

/** The same seats at the frozen prices under a fresh hold, if nobody has them now. */
const bookAgain = (
  { holdId, bookingId, nowMs }: ShowtimeAsked<'BookSeats'>,
  paid: NonNullable<ShowtimeAsked<'BookSeats'>['paid']>,
  state: Showtime,
): ShowtimeDecision<'BookSeats'> => {
  const status = showtimeStatus(state, nowMs);
  if (status === 'cancelled' || status === 'ended') {
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: status });
  }
  const seatIds = paid.seats.map(({ id }) => id);
  const seats = indexesOf(state, seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const isFree = isFreeAt(state, nowMs);
  const taken = seats.indexes.filter((index) => !isFree(index));
  if (taken.length > 0) return reject({ reason: 'SeatsUnavailable', unavailable: idsOf(state, taken) });
  const others = expiriesBefore(state, seats.indexes).filter((event) => expiredHold(event) !== holdId);
  const { freshHoldId, total } = paid;
  return accept<ShowtimeEvent>(
    ...expiriesOf(state, [holdId]),
    ...others,
    {
      type: 'SeatsHeld',
      data: {
        holdId: freshHoldId,
        bookingId,
        seats: [...paid.seats],
        total,
        expiresAt: new Date(nowMs + state.facts.policies.holdTtlMs).toISOString(),
        loneSeats: [],
      },
    },
    { type: 'SeatsBooked', data: { holdId: freshHoldId, bookingId, seatIds } },
  );
};

const expiredHold = (event: ShowtimeEvent): string | undefined =>
  event.type === 'HoldExpired' ? event.data.holdId : undefined;
