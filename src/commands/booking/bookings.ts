import type { CommandContext } from '../engine/Outcome.ts';
import { bookingKeys, refuseReusedKey } from '../request/claimKey.ts';
import type { StartBookingOutcome } from './answerAttempt.ts';
import type { BookingDeps, NotDone } from './BookingDeps.ts';
import { type CancelBookingOutcome, type CancelBookingRequest, cancelBooking } from './cancelBooking.ts';
import { findEarlier } from './earlierRequest.ts';
import { type QuoteRefundOutcome, type QuoteRefundRequest, quoteRefund } from './quoteRefund.ts';
import { type RetryStuckOutcome, retryStuck } from './retryStuck.ts';
import { startBooking } from './startBooking.ts';
import type { StartBookingRequest } from './startCommand.ts';
import { syncForeignRefunds } from './syncForeignRefunds.ts';

export interface BookingUseCases {
  /**
   * Whether the key was used with another body; undefined when it was not. For requests whose body says which booking
   * they are about, before anything else of them is looked at.
   */
  refuseReusedKey(context: CommandContext): Promise<NotDone<never> | undefined>;
  /** Whether a request to pay for the hold has an answer that is remembered. Throws EventStoreUnavailable. */
  isRemembered(
    held: Pick<StartBookingRequest, 'showtimeId' | 'holdId'>,
    context: CommandContext,
  ): Promise<boolean>;
  startBooking(request: StartBookingRequest, context: CommandContext): Promise<StartBookingOutcome>;
  cancelBooking(request: CancelBookingRequest, context: CommandContext): Promise<CancelBookingOutcome>;
  quoteRefund(request: QuoteRefundRequest, context: CommandContext): Promise<QuoteRefundOutcome>;
  /** Records refunds that were made at the gateway by hand. `away`: the gateway could not be asked. */
  syncForeignRefunds(bookingId: string, context: CommandContext): Promise<'synced' | 'away'>;
  retryStuck(bookingId: string, context: CommandContext): Promise<RetryStuckOutcome>;
}

export const createBookings = (deps: BookingDeps): BookingUseCases => {
  const running = new Map<string, string>();

  /** One request under one key at a time; another node's is seen in the log. */
  const alone = async <Result>(
    what: string,
    { idempotency }: CommandContext,
    run: () => Promise<Result>,
  ): Promise<Result | NotDone<never>> => {
    if (idempotency === undefined) return run();
    const key = `${what} ${idempotency.key}`;
    const other = running.get(key);
    if (other !== undefined) return { outcome: other === idempotency.body ? 'in-progress' : 'key-reused' };
    running.set(key, idempotency.body);
    try {
      return await run();
    } finally {
      running.delete(key);
    }
  };

  return {
    refuseReusedKey: (context) => refuseReusedKey(bookingKeys(deps.commands), context),
    isRemembered: async ({ showtimeId, holdId }, context) => {
      const { state } = await deps.commands.showtimes.read(showtimeId, holdId);
      return (await findEarlier(deps, state, holdId, context)).repeated !== undefined;
    },
    startBooking: (request, context) => alone('start', context, () => startBooking(deps, request, context)),
    cancelBooking: (request, context) =>
      alone('cancel', context, () => cancelBooking(deps, request, context)),
    quoteRefund: (request, context) => quoteRefund(deps, request, context),
    syncForeignRefunds: (bookingId, context) => syncForeignRefunds(deps, bookingId, context),
    retryStuck: (bookingId, context) => retryStuck(deps, bookingId, context),
  };
};
