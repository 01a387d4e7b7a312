/** The life of bookings, step by step, so that several can be told side by side as they happen. */

import type { BookingState } from '../../src/domain/booking/BookingState.ts';
import { bookingAggregate } from '../../src/domain/booking/bookingAggregate.ts';
import type { BookingCommand } from '../../src/domain/booking/commands.ts';
import { messageIdOf } from '../../src/domain/notification/events.ts';
import { notificationAggregate } from '../../src/domain/notification/notificationAggregate.ts';
import type { SeatSelection } from '../../src/domain/showtime/commands.ts';
import { holdOf } from '../../src/domain/showtime/inventory/claims.ts';
import { holdTimes } from '../../src/domain/showtime/inventory/holdLife.ts';
import type { Showtime, ShowtimeState } from '../../src/domain/showtime/ShowtimeState.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import type { LogAuthor, Told } from './LogAuthor.ts';

const sealedChars = { customer: 240, token: 96 } as const;
const guest = { role: 'guest' } as const;
const system = { role: 'system' } as const;

export type ToldShowtime = Told<ShowtimeState>;

const existing = ({ stream, state }: ToldShowtime): Showtime => {
  if (state.status === 'none') throw new Error(`${stream} was not scheduled`);
  return state;
};

const named = (seatIds: readonly string[]): SeatSelection => ({ kind: 'named', seatIds, ticketTypes: {} });

export interface ToldHold {
  readonly holdId: string;
  readonly bookingId: string;
}

export const holdSeats = (author: LogAuthor, showtime: ToldShowtime, selection: SeatSelection): ToldHold => {
  const holdId = author.ids.next(author.nowMs());
  const bookingId = author.ids.next(author.nowMs());
  const keyed = { ...guest, keyed: true };
  author.tell(showtimeAggregate, showtime, { type: 'HoldSeats', holdId, bookingId, selection }, keyed);
  return { holdId, bookingId };
};

export type Sale = Generator<undefined, void>;

/** A hold that its customer gives back. */
export function* releasedHold(author: LogAuthor, showtime: ToldShowtime, seatIds: readonly string[]): Sale {
  const { holdId } = holdSeats(author, showtime, named(seatIds));
  yield;
  author.tell(showtimeAggregate, showtime, { type: 'ReleaseHold', holdId }, guest);
}

/** A hold that runs out later, see `expireHolds`. */
export function* forgottenHold(author: LogAuthor, showtime: ToldShowtime, seatIds: readonly string[]): Sale {
  holdSeats(author, showtime, named(seatIds));
  yield;
}

/** Once the clock has passed the end of what was forgotten. */
export const expireHolds = (author: LogAuthor, showtime: ToldShowtime): void => {
  author.tell(showtimeAggregate, showtime, { type: 'ExpireHolds' }, system);
};

export type ToldBooking = Told<BookingState>;

export const startPayment = (
  author: LogAuthor,
  showtime: ToldShowtime,
  { holdId, bookingId }: ToldHold,
): ToldBooking => {
  const { ids } = author;
  const booking = author.begin(bookingAggregate, bookingId);
  const state = existing(showtime);
  const hold = holdOf(state.inventory, holdId);
  if (hold === undefined) throw new Error(`hold ${holdId} is not there`);
  const { showtimeId, movieId, theaterId, startsAt, endsAt, policies } = state.facts;
  const { expiresAtMs, keepAtMs } = holdTimes(state, hold);
  const customerId = ids.hmac();
  const start: Extract<BookingCommand, { readonly type: 'StartPayment' }> = {
    type: 'StartPayment',
    ...{ bookingId, holdId, showtimeId, movieId, theaterId, startsAt, endsAt, customerId },
    refunds: policies.refunds,
    customer: { customerId, box: ids.text(sealedChars.customer) },
    seats: [...hold.seats],
    total: hold.total,
    method: 'card',
    token: { customerId, box: ids.text(sealedChars.token) },
    kept: { customerId: `brief-${ids.next(author.nowMs())}`, box: ids.text(sealedChars.token) },
    holdExpiresAt: new Date(expiresAtMs).toISOString(),
    ...(keepAtMs === undefined ? {} : { holdKeepAt: new Date(keepAtMs).toISOString() }),
  };
  author.tell(bookingAggregate, booking, start, { ...guest, keyed: true });
  return booking;
};

/** The steps after the start of a payment that goes well; the last returns what was told. */
export function* carryOut(
  { ids, tell }: LogAuthor,
  showtime: ToldShowtime,
  { holdId, bookingId }: ToldHold,
  booking: ToldBooking,
) {
  const authorizationId = `sim_${ids.text(20)}`;
  tell(bookingAggregate, booking, { type: 'RecordAuthorized', attempt: 1, authorizationId }, system);
  yield;
  tell(showtimeAggregate, showtime, { type: 'BookSeats', holdId, bookingId }, system);
  yield;
  tell(bookingAggregate, booking, { type: 'RecordSeatsSecured', attempt: 1, holdId }, system);
  yield;
  const captured = { type: 'RecordCaptured', attempt: 1, captureId: `sim_${ids.text(20)}` } as const;
  return tell(bookingAggregate, booking, captured, system);
}

/** A booking that is paid at once, confirmed, and told of by mail. */
export function* confirmedBooking(
  author: LogAuthor,
  showtime: ToldShowtime,
  seatIds: readonly string[],
): Sale {
  const { tell } = author;
  const hold = holdSeats(author, showtime, named(seatIds));
  const { bookingId } = hold;
  yield;
  const booking = startPayment(author, showtime, hold);
  const { customerId } = booking.state.status === 'none' ? { customerId: '' } : booking.state;
  yield;
  const [confirmed] = (yield* carryOut(author, showtime, hold, booking)).filter(
    ({ event }) => event.type === 'BookingConfirmed',
  );
  if (confirmed === undefined) throw new Error(`${booking.stream} was not confirmed`);
  yield;
  const messages = author.begin(notificationAggregate, bookingId);
  const { id: eventId, revision } = confirmed;
  const kind = 'booking-confirmed';
  const messageId = messageIdOf(bookingId, revision);
  const message = {
    ...({ messageId, kind, owedAt: new Date(author.nowMs()).toISOString() } as const),
    recipient: { customerId },
    source: { eventId, stream: booking.stream, revision },
    about: { bookingId },
  };
  tell(notificationAggregate, messages, { type: 'RequestNotification', message }, system);
  yield;
  const outcome = { type: 'NotificationSent', data: { messageId, kind } } as const;
  tell(notificationAggregate, messages, { type: 'SettleNotification', outcome }, system);
}

/** Tells sales side by side, at most `inFlight` at a time, each one step further in turn. */
export const tellSales = (sales: Iterable<Sale>, inFlight: number): void => {
  const waiting = sales[Symbol.iterator]();
  let running: Sale[] = [];
  for (;;) {
    while (running.length < inFlight) {
      const next = waiting.next();
      if (next.done === true) break;
      running.push(next.value);
    }
    if (running.length === 0) return;
    running = running.filter((sale) => sale.next().done !== true);
  }
};
