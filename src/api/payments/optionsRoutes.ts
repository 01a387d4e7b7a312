import { z } from 'zod';
import type { ApiInstance } from '../http/ApiInstance.ts';

const optionsShown = z.strictObject({
  gateway: z.enum(['stripe', 'simulated']).describe('simulated: no money moves'),
  publishableKey: z
    .string()
    .exactOptional()
    .describe("for Stripe's card form; absent where cards are not taken in the browser"),
});

export type PaymentOptions = Readonly<z.output<typeof optionsShown>>;

export interface PaymentOptionsRoutesDeps {
  readonly paymentOptions: PaymentOptions;
}

export const paymentOptionsRoutes = (
  app: ApiInstance,
  { paymentOptions }: PaymentOptionsRoutesDeps,
): void => {
  app.get(
    '/v1/payment-options',
    {
      schema: {
        operationId: 'getPaymentOptions',
        summary: 'How a browser gets the token that pays for a booking',
        tags: ['book'],
        response: { 200: optionsShown },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-cache');
      return paymentOptions;
    },
  );
};
