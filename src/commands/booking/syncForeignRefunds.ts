import { PaymentRefused, PaymentUnanswered, PaymentUnavailable } from '../../ports/PaymentGateway.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import { alertStaff } from './alertStaff.ts';
import type { BookingDeps } from './BookingDeps.ts';
import { findForeignRefunds } from './findForeignRefunds.ts';

const askWithinMs = 2_000;

type SyncDeps = Pick<BookingDeps, 'commands' | 'gateway' | 'logger' | 'refundsByHand' | 'pause'>;

/** `away`: not asked within two seconds, or what was found could not be recorded. Throws EventStoreUnavailable. */
export const syncForeignRefunds = async (
  deps: SyncDeps,
  bookingId: string,
  context: CommandContext,
): Promise<'synced' | 'away'> => {
  const waiting = new AbortController();
  const asked = ask(deps, bookingId, context);
  const late = deps.pause(askWithinMs, waiting.signal).then(() => 'away' as const);
  try {
    return await Promise.race([asked, late]);
  } finally {
    waiting.abort();
    asked.catch(() => undefined);
  }
};

const ask = async (
  { commands, gateway, ...alerts }: SyncDeps,
  bookingId: string,
  { idempotency: _idempotency, ...unkeyed }: CommandContext,
): Promise<'synced' | 'away'> => {
  const { state: booking } = await commands.bookings.read(bookingId);
  if (booking.status === 'none') return 'synced';
  try {
    const found = await findForeignRefunds(gateway, booking);
    if (found === undefined) return 'synced';
    const outcome = await commands.bookings.execute(bookingId, found, unkeyed);
    if (outcome.outcome !== 'done') return 'away';
    alertStaff(alerts, bookingId, outcome.events);
    return 'synced';
  } catch (error) {
    const isAway = error instanceof PaymentUnavailable || error instanceof PaymentUnanswered;
    if (isAway || error instanceof PaymentRefused) return 'away';
    throw error;
  }
};
