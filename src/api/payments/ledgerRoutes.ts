/** The books of the simulated payment gateway, for admins. A real gateway's are read at its own place. */

import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import type { PaymentLedger } from '../../ports/PaymentGateway.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { notFound } from '../http/problems/Problem.ts';
import { moneyShown } from '../http/schemas.ts';

const rowShown = z.strictObject({
  key: z.string().describe('idempotency key of the call'),
  bookingId: idSchema,
  kind: z.enum(['authorize', 'capture', 'void', 'refund']),
  amount: moneyShown,
  outcome: z.enum(['done', 'declined', 'failed', 'none']).describe('none: no answer yet'),
  calls: z.int().describe('how often the key reached the gateway'),
  at: z.string(),
});

export interface SimulatedPaymentRoutesDeps {
  /** Absent when the gateway has none. */
  readonly paymentLedger?: PaymentLedger;
}

export const simulatedPaymentRoutes = (
  app: ApiInstance,
  { paymentLedger }: SimulatedPaymentRoutesDeps,
): void => {
  app.get(
    '/v1/ops/simulated-payments',
    {
      config: { access: ['admin'] },
      schema: {
        operationId: 'listSimulatedPayments',
        problems: ['not-found'],
        summary: 'What the simulated gateway did for a booking',
        tags: ['operate'],
        querystring: z.strictObject({ bookingId: idSchema }),
        response: { 200: z.strictObject({ items: z.array(rowShown), nextCursor: z.null() }) },
      },
    },
    async (request) => {
      if (paymentLedger === undefined) throw notFound('Payments are not simulated here');
      return { items: [...(await paymentLedger.ledger(request.query.bookingId))], nextCursor: null };
    },
  );
};
