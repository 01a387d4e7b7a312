import type { Money } from '../../src/domain/kernel/money.ts';
import { type LedgerRow, type PaymentGateway, PaymentUnanswered } from '../../src/ports/PaymentGateway.ts';

export interface OpenedPayments {
  readonly gateway: PaymentGateway;
  /** A second node's client of the same engine. The suite closes it. */
  another(): Promise<PaymentGateway>;
  readonly tokens: {
    readonly ok: string;
    readonly declined: string;
    readonly unknown: string;
    /** Authorized six seconds later. */
    readonly slow: string;
    /** The first two calls under a key get no answer. */
    readonly unanswered: string;
    readonly captureFails: string;
    /** The first two refunds under a key fail. */
    readonly refundFails: string;
  };
  /** A gateway that cannot be reached, at least not with this token. The suite closes it. */
  unreachable(): Promise<{ readonly gateway: PaymentGateway; readonly token: string }>;
  /** Moves the engine's clock. */
  passTime(ms: number): void;
  /** What the engine really did for a booking, from its own books. */
  done(bookingId: string): Promise<readonly Pick<LedgerRow, 'kind' | 'amount'>[]>;
  /** Pays back by hand, as staff do in the gateway's own console. */
  refundByHand(bookingId: string, amount: Money): Promise<unknown>;
  /** Closes `gateway` and what the harness started for it. */
  close(): Promise<void>;
}

export const usd = (amount: number) => ({ amount, currency: 'USD' });
export const price = usd(2_500);
/** More than any script needs. */
const triesMax = 10;

/** Calls as its user does: again with the same key for as long as no answer comes. */
export const insist = async <Result>(call: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof PaymentUnanswered) || tries >= triesMax) throw error;
    }
  }
};

export const authorizeCall = (bookingId: string, token: string, amount = price) => ({
  key: `${bookingId}/1/authorize`,
  bookingId,
  amount,
  method: 'card',
  token,
});

export const captureCall = (bookingId: string, authorizationId: string, amount = price) => ({
  key: `${bookingId}/1/capture`,
  bookingId,
  authorizationId,
  amount,
});

export const voidCall = (bookingId: string, authorizationId: string) => ({
  key: `${bookingId}/1/void`,
  bookingId,
  authorizationId,
});
export const refundCall = (bookingId: string, captureId: string, number: number, amount: number) => ({
  key: `${bookingId}/refund-${number}`,
  bookingId,
  captureId,
  amount: usd(amount),
});
