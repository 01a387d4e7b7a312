import { z } from 'zod';
import { ConfigRefused } from './ConfigRefused.ts';
import { longerThan, oneOf } from './kinds.ts';

interface StripeSettings {
  readonly apiKey: string;
  readonly apiBase: string | undefined;
  readonly webhookSecret: string | undefined;
  /** For the card form of the pages. */
  readonly publishableKey: string | undefined;
}

/** Simulated: no money moves. */
export type PaymentsConfig =
  | { readonly gateway: 'simulated' }
  | ({ readonly gateway: 'stripe' } & StripeSettings);

export const paymentSettings = {
  STRIPE_API_KEY: longerThan(8).optional(),
  STRIPE_API_BASE: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL', abort: true })
    .refine((url) => new URL(url).pathname === '/', 'must be a URL without a path')
    .optional(),
  STRIPE_WEBHOOK_SECRET: longerThan(8).optional(),
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_[A-Za-z0-9_]{8,250}$/, 'must be a publishable key of Stripe, which begins with pk_')
    .optional(),
  ALLOW_SIMULATED_PAYMENTS: oneOf('on', 'off').default('off'),
};
export const paymentSecrets = ['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'] as const;
type PaymentEnvironment = z.output<z.ZodObject<typeof paymentSettings>>;

/** Throws {@link ConfigRefused}. */
export const readPayments = (settings: PaymentEnvironment): PaymentsConfig => {
  const { STRIPE_API_KEY, STRIPE_API_BASE, STRIPE_WEBHOOK_SECRET, STRIPE_PUBLISHABLE_KEY } = settings;
  if (STRIPE_API_KEY !== undefined) {
    return {
      gateway: 'stripe',
      apiKey: STRIPE_API_KEY,
      apiBase: STRIPE_API_BASE,
      webhookSecret: STRIPE_WEBHOOK_SECRET,
      publishableKey: STRIPE_PUBLISHABLE_KEY,
    };
  }
  // These are only set where payments are not to be simulated.
  if ((STRIPE_API_BASE ?? STRIPE_WEBHOOK_SECRET ?? STRIPE_PUBLISHABLE_KEY) !== undefined) {
    throw new ConfigRefused('STRIPE_API_KEY: must be set when another setting of Stripe is');
  }
  return { gateway: 'simulated' };
};

export interface PaymentMode {
  readonly payments: PaymentsConfig;
  readonly production: boolean;
  readonly allowSimulatedPayments: boolean;
  readonly readOnly: boolean;
}

/** Throws {@link ConfigRefused} where seats would be given away. */
export const demandPayments = (mode: PaymentMode): void => {
  const { payments, production, allowSimulatedPayments, readOnly } = mode;
  if (payments.gateway !== 'simulated' || !production || allowSimulatedPayments || readOnly) return;
  throw new ConfigRefused(
    'STRIPE_API_KEY: must be set with NODE_ENV=production, or every seat is free; ALLOW_SIMULATED_PAYMENTS=on starts a demo all the same',
  );
};
