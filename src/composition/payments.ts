import { simulatedPaymentRoutes } from '../api/payments/ledgerRoutes.ts';
import { type PaymentOptionsRoutesDeps, paymentOptionsRoutes } from '../api/payments/optionsRoutes.ts';
import { stripeWebhookRoutes } from '../api/payments/webhookRoutes.ts';
import type { Config } from '../config.ts';
import type { Slice } from './engine/Slice.ts';

const optionsOf = ({ stripe }: Pick<Config, 'stripe'>): PaymentOptionsRoutesDeps['paymentOptions'] => {
  if (stripe === undefined) return { gateway: 'simulated' };
  const { publishableKey } = stripe;
  return { gateway: 'stripe', ...(publishableKey === undefined ? {} : { publishableKey }) };
};

export const payments: Slice = {
  routes: (app, parts) => {
    simulatedPaymentRoutes(app, parts);
    stripeWebhookRoutes(app, parts);
    paymentOptionsRoutes(app, { paymentOptions: optionsOf(parts.config) });
  },
};
