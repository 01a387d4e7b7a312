/** Hold, pay, confirm: what the program answers at POST /v1/bookings, for peers that can sell. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Peer } from './Peer.ts';

const text = { type: 'string', minLength: 1, maxLength: 512 } as const;
const object = <Properties extends Record<string, object>>(properties: Properties) =>
  ({
    type: 'object',
    required: Object.keys(properties),
    additionalProperties: false,
    properties,
  }) as const;
const body = object({
  holdToken: text,
  customer: object({ name: text, email: text }),
  payment: object({ method: text, token: text }),
});

export const addBookingRoute = (app: FastifyInstance, { book }: Pick<Peer, 'book'>): void => {
  app.post<{ Body: { readonly holdToken: string } }>(
    '/v1/bookings',
    { schema: { body } },
    async (request, reply) => {
      const [showtimeId = '', holdId = ''] = request.body.holdToken.split('.');
      const bookingId = randomUUID();
      const answer = { bookingId, status: 'confirmed', showtimeId };
      const booked = await book?.({
        showtimeId,
        holdId,
        bookingId,
        key: String(request.headers['idempotency-key']),
        body: JSON.stringify(request.body),
        answer: JSON.stringify(answer),
      });
      return booked === true ? reply.code(201).send(answer) : reply.code(410).send({ type: 'hold-expired' });
    },
  );
};
