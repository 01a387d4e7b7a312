import { simulatedPaymentRoutes } from '../api/payments/ledgerRoutes.ts';
import { paymentOptionsRoutes } from '../api/payments/optionsRoutes.ts';
import { stripeWebhookRoutes } from '../api/payments/webhookRoutes.ts';
import type { Slice } from './engine/Slice.ts';

export const payments: Slice = {
  routes: (app, parts) => {
    simulatedPaymentRoutes(app, parts);
    stripeWebhookRoutes(app, parts);
    paymentOptionsRoutes(app, { paymentOptions: parts.payments.options });
  },
};
