import { accept, reject } from '../kernel/decider.ts';
import type { Money } from '../kernel/money.ts';
import { type FrozenQuoteRequest, type MixedCurrencies, type Quote, quoteFrozen } from '../pricing/quote.ts';
import type { Booking, BookingState } from './BookingState.ts';
import type { BookingAsked, BookingDecision, BookingRejections } from './commands.ts';
import { bookingLimits } from './eventFields.ts';
import type { BookingEvent } from './events.ts';
import { bookingReference } from './reference.ts';

type StartPayment = BookingAsked<'StartPayment'>;

export const startPayment = (command: StartPayment, state: BookingState): BookingDecision<'StartPayment'> => {
  const { expectedTotal } = command;
  const { seats, discount, total } = command;
  const quoted = quoteOf({ seats, discount, currency: total.currency });
  if (quoted.kind === 'mixed-currencies')
    return reject({ reason: 'CurrencyInUse', currency: quoted.currency });
  const owed = quoted.total;
  const agreed = isSameMoney(total, owed) && isSameMoney(expectedTotal ?? owed, owed);
  const changed = { reason: 'QuoteChanged', total: owed } as const;
  if (state.status === 'none') {
    return agreed ? accept(initiated(command), attempted(command, 1)) : reject(changed);
  }
  const refused = refusal(state);
  if (refused !== undefined) return reject(refused);
  const max = bookingLimits.attemptsMax;
  if (state.attempts.length >= max) return reject({ reason: 'TooManyAttempts', max });
  if (!agreed) return reject(changed);
  const { customerId, customer, emailHash, wordHashes } = command;
  const purchase = {
    ...{ customerId, customer, seats, total },
    ...(emailHash === undefined ? {} : { emailHash }),
    ...(wordHashes === undefined ? {} : { wordHashes }),
    ...(discount === undefined ? {} : { discount }),
  };
  return accept({ type: 'BookingRevised', data: purchase }, attempted(command, state.attempts.length + 1));
};

interface Purchase {
  readonly seats: FrozenQuoteRequest['seats'];
  readonly discount: Money | undefined;
  readonly currency: string;
}

/** What the lines of the purchase come to. */
export const quoteOf = ({ seats, discount, currency }: Purchase): Quote | MixedCurrencies => {
  const discounts = discount === undefined ? [] : [{ label: 'discount', amount: discount }];
  return quoteFrozen({ currency, seats, discounts });
};

const isSameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;

/** Why this booking cannot be paid now; undefined when it can. */
export const refusal = (
  booking: Booking,
):
  | Exclude<
      BookingRejections['StartPayment'],
      { reason: 'TooManyAttempts' | 'QuoteChanged' | 'CurrencyInUse' }
    >
  | undefined => {
  switch (booking.status) {
    case 'initiated':
      return undefined;
    case 'payment_pending':
      return { reason: 'BookingInProgress' };
    case 'confirmed':
    case 'cancelled':
      return { reason: 'HoldAlreadyBooked' };
    case 'expired':
      return { reason: 'HoldOver', how: booking.expiredWhy === 'hold-released' ? 'released' : 'expired' };
  }
};

const initiated = (command: StartPayment): BookingEvent => {
  const {
    type: _type,
    nowMs: _nowMs,
    method: _method,
    token: _token,
    kept: _kept,
    expectedTotal: _expectedTotal,
    holdExpiresAt: _holdExpiresAt,
    holdKeepAt: _holdKeepAt,
    ...bought
  } = command;
  return {
    type: 'BookingInitiated',
    data: { ...bought, reference: bookingReference(command.bookingId) },
  };
};

const attempted = (command: StartPayment, attempt: number): BookingEvent => {
  const { method, token, kept, holdExpiresAt, holdKeepAt } = command;
  const payment = { attempt, method, token, ...(kept === undefined ? {} : { kept }) };
  const holdTime = { holdExpiresAt, ...(holdKeepAt === undefined ? {} : { holdKeepAt }) };
  return { type: 'PaymentAttempted', data: { ...payment, ...holdTime } };
};
