/**
 * One peer behind Fastify, on the routes that are measured, and the routes by which the bench prepares and checks it.
 * With `--peer F0` there is nothing behind the routes: what HTTP itself costs here.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import Fastify from 'fastify';
import { addBookingRoute } from './bookingRoute.ts';
import type { Peer } from './Peer.ts';
import { isPeerName, peers } from './peers.ts';

const { values } = parseArgs({
  options: {
    peer: { type: 'string' },
    port: { type: 'string', default: '0' },
    url: { type: 'string', default: '' },
    connections: { type: 'string', default: '16' },
  },
});

const holdMs = 10 * 60_000;
const price = { amount: 1_250, currency: 'USD' };
const seatsSchema = {
  type: 'array',
  items: { type: 'string' },
  minItems: 1,
  maxItems: 10,
  uniqueItems: true,
} as const;
const holdBody = {
  type: 'object',
  required: ['seatIds'],
  additionalProperties: false,
  properties: { seatIds: seatsSchema },
} as const;
const preparedSeatsMax = 100_000;

const name = values.peer ?? '';
if (name !== 'F0' && !isPeerName(name))
  throw new Error(`--peer: ${name} is none of F0, ${Object.keys(peers).join(', ')}`);
const options = { url: values.url, connections: Number(values.connections) };
const peer: Peer | undefined = isPeerName(name) ? await (await peers[name].open())(options) : undefined;
const app = Fastify({ bodyLimit: 64 * 1_024 * 1_024 });
let seats: ReadonlySet<string> = new Set();
let soldOut = '';

interface Prepare {
  readonly showtimeIds: readonly string[];
  readonly seatIds: readonly string[];
  readonly historyEvents?: number;
}
interface ById {
  readonly id: string;
}

app.post<{ Body: Prepare }>('/prepare', async ({ body }, reply) => {
  if (body.seatIds.length > preparedSeatsMax) throw new Error('too many seats');
  seats = new Set(body.seatIds);
  soldOut = 'H'.repeat(seats.size);
  await peer?.prepare(body.showtimeIds, body.seatIds, body.historyEvents);
  return reply.code(204).send();
});
app.get('/held', async () => (await peer?.held()) ?? []);
app.get('/health/ready', async () => ({ ready: true }));

app.post<{ Params: ById; Body: { readonly seatIds: readonly string[] } }>(
  '/v1/showtimes/:id/holds',
  { schema: { body: holdBody } },
  async (request, reply) => {
    const seatIds = [...request.body.seatIds].sort();
    const unknown = seatIds.filter((seatId) => !seats.has(seatId));
    if (unknown.length > 0) return reply.code(422).send({ type: 'unknown-seat', unknown });
    const holdId = randomUUID();
    const expiresAt = new Date(Date.now() + holdMs);
    const unavailable =
      (await peer?.hold({ showtimeId: request.params.id, holdId, seatIds, expiresAt })) ?? [];
    if (unavailable.length > 0) return reply.code(409).send({ type: 'seats-unavailable', unavailable });
    return reply.code(201).send({
      holdId,
      holdToken: `${request.params.id}.${holdId}`,
      showtimeId: request.params.id,
      seats: seatIds.map((id) => ({ id, price })),
      total: { ...price, amount: price.amount * seatIds.length },
      expiresAt,
    });
  },
);
app.delete<{ Params: ById }>('/v1/holds/:id', async (request, reply) => {
  const [showtimeId = ''] = String(request.headers['hold-token']).split('.');
  await peer?.release(showtimeId, request.params.id);
  return reply.code(204).send();
});
if (peer !== undefined) addBookingRoute(app, peer);
app.get<{ Params: ById }>('/v1/showtimes/:id/seats', async ({ params }) => ({
  showtimeId: params.id,
  revision: 1,
  layoutVersion: 1,
  status: peer === undefined ? soldOut : await peer.seatMap(params.id),
}));
/** What a refusal costs without looking anything up: for F0 alone. */
app.post('/refused', { schema: { body: holdBody } }, async (_request, reply) =>
  reply
    .code(409)
    .type('application/problem+json')
    .send({
      type: 'https://marquee.example/problems/seats-unavailable',
      title: 'Seats are not available',
      status: 409,
      detail: 'Some of the seats are taken.',
      requestId: '00000000-0000-7000-8000-000000000000',
      unavailable: ['AA1'],
    }),
);

await app.listen({ host: '127.0.0.1', port: Number(values.port) });

process.once('SIGTERM', () => void app.close().then(() => peer?.close()));
