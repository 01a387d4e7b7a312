import type { GuardedGateway } from '../../adapters/payments/guardedGateway.ts';
import type { WebhookMemory } from '../../adapters/stripe/openWebhookMemory.ts';
import type { StripeNotice } from '../../adapters/stripe/readStripeWebhook.ts';
import type { PaymentOptions } from '../../api/payments/optionsRoutes.ts';
import type { PaymentLedger } from '../../ports/PaymentGateway.ts';

export interface Payments {
  readonly gateway: GuardedGateway;
  /** What a browser is told. */
  readonly options: PaymentOptions;
  readonly ledger?: PaymentLedger;
  readonly webhook?: PaymentWebhook;
}

export interface PaymentWebhook {
  /** Undefined for what is not from the gateway, or too old. */
  read(body: Uint8Array, signature: string): Pick<StripeNotice, 'eventId' | 'what' | 'bookingId'> | undefined;
  readonly memory: WebhookMemory;
}
