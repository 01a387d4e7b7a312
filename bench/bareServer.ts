/** The yardstick: a bare Fastify route that reads a small JSON body and answers a small JSON, and does nothing else. */
import { parseArgs } from 'node:util';
import Fastify from 'fastify';

interface Body {
  readonly seatIds?: readonly string[];
}

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const app = Fastify();

app.post<{ Body: Body }>('/', async (request, reply) =>
  reply.code(201).send({ seats: request.body.seatIds ?? [], total: { amount: 1_250, currency: 'USD' } }),
);

await app.listen({ host: '127.0.0.1', port: Number(values.port) });

process.once('SIGTERM', () => void app.close());
