import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { invalidRequest, notFound } from '../http/problems/Problem.ts';
import { bodyBytesMax } from '../http/requestChecks.ts';

const header = 'Stripe-Signature';

export interface PaymentNotices {
  /** `refused`: not from the gateway, or too old. A repeat is taken and does nothing. */
  take(body: Uint8Array, signature: string): Promise<'taken' | 'refused'>;
}

export interface StripeWebhookRoutesDeps {
  /** Absent when the gateway has none. */
  readonly paymentNotices?: PaymentNotices;
}

export const stripeWebhookRoutes = (app: ApiInstance, { paymentNotices }: StripeWebhookRoutesDeps): void => {
  /** A scope of its own: only here are bodies left as they came. */
  const webhook: FastifyPluginAsync = async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.withTypeProvider<ZodTypeProvider>().post(
      '/v1/webhooks/stripe',
      {
        // An event carries the whole payment.
        bodyLimit: bodyBytesMax,
        schema: {
          operationId: 'receiveStripeNotice',
          problems: ['not-found'],
          summary: 'For Stripe alone: what happened to a payment',
          tags: ['operate'],
          response: { 204: z.undefined().describe('Taken, now or before') },
        },
      },
      async (request, reply) => {
        if (paymentNotices === undefined) throw notFound('Stripe is not in use here');
        const signature = request.headers[header.toLowerCase()];
        const { body } = request;
        const taken =
          typeof signature === 'string' && Buffer.isBuffer(body)
            ? await paymentNotices.take(body, signature)
            : 'refused';
        if (taken === 'refused') {
          throw invalidRequest({ path: header, message: 'not signed by Stripe, or too old', in: 'header' });
        }
        return reply.code(204).send(undefined);
      },
    );
  };
  void app.register(webhook);
};
