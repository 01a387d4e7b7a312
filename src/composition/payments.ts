import { simulatedPaymentRoutes } from '../api/payments/ledgerRoutes.ts';
import { stripeWebhookRoutes } from '../api/payments/webhookRoutes.ts';
import type { Slice } from './engine/Slice.ts';

export const payments: Slice = {
  routes: (app, parts) => {
    simulatedPaymentRoutes(app, parts);
    stripeWebhookRoutes(app, parts);
  },
};
