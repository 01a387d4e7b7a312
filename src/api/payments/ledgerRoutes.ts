import { z } from 'zod';
import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import { idSchema } from '../../domain/kernel/ids.ts';
import { moneySchema } from '../../domain/kernel/money.ts';
import { type PaymentLedger, PaymentRefused } from '../../ports/PaymentGateway.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { moneyShown } from '../http/schemas.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';

const rowShown = z.strictObject({
  key: z.string().describe('idempotency key of the call'),
  bookingId: idSchema,
  kind: z.enum(['authorize', 'capture', 'void', 'refund']),
  amount: moneyShown,
  outcome: z.enum(['done', 'declined', 'failed', 'none']).describe('none: no answer yet'),
  calls: z.int().describe('how often the key reached the gateway'),
  at: z.string(),
});

export interface SimulatedPaymentRoutesDeps extends WriteDeps {
  readonly bookings: Pick<BookingUseCases, 'syncForeignRefunds'>;
  /** Absent when the gateway has none. */
  readonly paymentLedger?: PaymentLedger;
}

export const simulatedPaymentRoutes = (app: ApiInstance, deps: SimulatedPaymentRoutesDeps): void => {
  const { paymentLedger, bookings } = deps;

  app.get(
    '/v1/ops/simulated-payments',
    {
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

  app.post(
    '/v1/ops/simulated-payments/refunds',
    {
      schema: {
        operationId: 'refundByHand',
        problems: ['not-found', 'refund-not-possible'],
        summary: 'Pay back at the simulated gateway by hand, as its own console would',
        tags: ['operate'],
        body: z.strictObject({ bookingId: idSchema, amount: moneySchema }),
        response: { 201: rowShown },
      },
    },
    async (request, reply) => {
      if (paymentLedger === undefined) throw notFound('Payments are not simulated here');
      const { bookingId, amount } = request.body;
      const { context, newId } = writeRequest(request, deps, request.body);
      const call = { id: newId('refund by hand'), bookingId, amount };
      const row = await paymentLedger.refundByHand(call).catch((error: unknown) => {
        throw error instanceof PaymentRefused ? refusedByGateway(error) : error;
      });
      await bookings.syncForeignRefunds(bookingId, context);
      if (row.calls > 1) reply.header('idempotency-replayed', 'true');
      return reply.code(201).send({ ...row, calls: 1 });
    },
  );
};

const refusedByGateway = ({ code }: PaymentRefused): ProblemError => {
  if (code === 'nothing_captured') return notFound('Nothing was captured for this booking');
  if (code === 'refused') return new ProblemError({ name: 'idempotency-key-reused' });
  return new ProblemError({ name: 'refund-not-possible', fields: { code } });
};
