/**
 * Whoever moves the money. Every call carries a key of its own and may be repeated under it any number of times:
 * it acts once and answers as it first did. Adapters: simulated (its ledger in Postgres) and Stripe.
 */
import type { Money } from '../domain/money.ts';

export interface PaymentCall {
  /** `<bookingId>/<attempt>/<step>`: one step never uses two keys. */
  readonly key: string;
  readonly bookingId: string;
}

export interface AuthorizeCall extends PaymentCall {
  readonly amount: Money;
  /** How the customer pays, such as `card`. */
  readonly method: string;
  /** The gateway's own token for the customer's means of payment. A secret: never logged, never in clear in the log. */
  readonly token: string;
}

export interface CaptureCall extends PaymentCall {
  readonly authorizationId: string;
  readonly amount: Money;
}

export interface VoidCall extends PaymentCall {
  readonly authorizationId: string;
}

export interface RefundCall extends PaymentCall {
  readonly captureId: string;
  readonly amount: Money;
}

export type AuthorizeResult =
  | { readonly outcome: 'authorized'; readonly authorizationId: string }
  | { readonly outcome: 'declined'; readonly code: string }
  /** The gateway has it and will answer later: ask again with the same key. */
  | { readonly outcome: 'pending' };

export type CaptureResult =
  | { readonly outcome: 'captured'; readonly captureId: string }
  | { readonly outcome: 'failed'; readonly code: string }
  | { readonly outcome: 'pending' };

export type VoidResult = { readonly outcome: 'voided' } | { readonly outcome: 'pending' };

export type RefundResult =
  | { readonly outcome: 'refunded'; readonly refundId: string }
  /** Not now; the same key may be tried again. */
  | { readonly outcome: 'failed'; readonly code: string }
  | { readonly outcome: 'pending' };

/** Nothing reached the gateway: the call has had no effect and need not be followed up. */
export class PaymentUnavailable extends Error {
  override readonly name = 'PaymentUnavailable';
}

/** No answer: the gateway may have acted. Call again with the same key until it answers. */
export class PaymentUnanswered extends Error {
  override readonly name = 'PaymentUnanswered';
}

/** Every method may throw {@link PaymentUnavailable} or {@link PaymentUnanswered}, and nothing else. */
export interface PaymentGateway {
  authorize(call: AuthorizeCall): Promise<AuthorizeResult>;
  capture(call: CaptureCall): Promise<CaptureResult>;
  voidAuthorization(call: VoidCall): Promise<VoidResult>;
  refund(call: RefundCall): Promise<RefundResult>;
  close(): Promise<void>;
}
