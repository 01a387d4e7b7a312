import type { BookingCommand } from '../../domain/booking/commands.ts';
import { methodNamed } from '../../domain/booking/paymentMethods.ts';
import { quoteOf } from '../../domain/booking/startPayment.ts';
import type { Money } from '../../domain/kernel/money.ts';
import { holdTimes } from '../../domain/showtime/inventory/holdLife.ts';
import type { Hold } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import { CustomerErased, type KeyStore, KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import { rejected, retryAfterMs, type StartBookingOutcome } from './answerAttempt.ts';

export interface StartBookingRequest {
  readonly showtimeId: string;
  readonly holdId: string;
  readonly customerId: string;
  readonly emailHash?: string;
  readonly wordHashes?: readonly string[];
  /** Without a name when sold at the counter to a person who gave none. */
  readonly customer: { readonly name?: string; readonly email?: string; readonly phone?: string };
  /** Taken off the sum of the seats' prices. */
  readonly discount?: Money;
  readonly expectedTotal?: Money;
  /** `token` is the gateway's, for the customer's means of payment; sealed like the customer. */
  readonly payment: { readonly method: string; readonly token: string };
}

type StartPayment = Extract<BookingCommand, { type: 'StartPayment' }>;

export interface Held {
  readonly showtime: Showtime;
  readonly hold: Hold;
}

export const startCommand = async (
  keys: Pick<KeyStore, 'seal' | 'sealBriefly'>,
  request: StartBookingRequest,
  { showtime, hold }: Held,
): Promise<StartPayment | StartBookingOutcome> => {
  const { customerId, emailHash, wordHashes = [], payment, discount } = request;
  const owed = quoteOf({ seats: hold.seats, discount, currency: hold.total.currency });
  if (owed.kind === 'mixed-currencies') return rejected({ reason: 'CurrencyInUse', currency: owed.currency });
  const sealed = await sealFor(keys, request);
  if ('outcome' in sealed) return sealed;
  const { expiresAtMs, keepAtMs } = holdTimes(showtime, hold);
  const { showtimeId, movieId, theaterId, startsAt, endsAt, policies } = showtime.facts;
  return {
    type: 'StartPayment',
    bookingId: hold.bookingId,
    holdId: hold.holdId,
    ...{ showtimeId, movieId, theaterId, startsAt, endsAt, refunds: policies.refunds },
    customerId,
    ...(emailHash === undefined ? {} : { emailHash }),
    ...(wordHashes.length === 0 ? {} : { wordHashes: [...wordHashes] }),
    ...sealed,
    seats: [...hold.seats],
    ...(discount === undefined ? {} : { discount }),
    total: owed.total,
    method: methodNamed(payment.method),
    ...(request.expectedTotal === undefined ? {} : { expectedTotal: request.expectedTotal }),
    holdExpiresAt: new Date(expiresAtMs).toISOString(),
    ...(keepAtMs === undefined ? {} : { holdKeepAt: new Date(keepAtMs).toISOString() }),
  };
};

const sealFor = async (
  keys: Pick<KeyStore, 'seal' | 'sealBriefly'>,
  { customerId, customer, payment }: StartBookingRequest,
): Promise<Pick<StartPayment, 'customer' | 'token' | 'kept'> | StartBookingOutcome> => {
  try {
    const [sealed, token, kept] = await Promise.all([
      keys.seal(customerId, customer),
      keys.seal(customerId, payment.token),
      keys.sealBriefly(payment.token),
    ]);
    return { customer: sealed, token, kept };
  } catch (error) {
    if (error instanceof CustomerErased) return rejected({ reason: 'CustomerErased' });
    if (!(error instanceof KeyStoreUnavailable)) throw error;
    return { outcome: 'unavailable', why: error.message, retryAfterMs };
  }
};
