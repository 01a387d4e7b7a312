/** The program with Stripe for its gateway, against a stand-in that speaks Stripe's HTTP: a sale, a refund, its notices. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { standInTokens } from '../support/stripe/StripePaymentsState.ts';
import { signWebhook, webhookEvent } from '../support/stripe/signedWebhook.ts';
import { type StripeStandIn, startStripeStandIn } from '../support/stripe/startStripeStandIn.ts';
import { call, expectStatus, problemOf } from './support/api.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

const testMs = 60_000;
const webhookSecret = `whsec_${randomBytes(16).toString('hex')}`;

let stripe: StripeStandIn;
let program: Program;
let admin: string;
let cinema: Cinema;

beforeAll(async () => {
  stripe = await startStripeStandIn();
  const dataDir = await dataFolder();
  program = await startProgram({
    dataDir,
    env: {
      STRIPE_API_KEY: stripe.apiKey,
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
    },
  });
  admin = await makeToken(dataDir, 'admin');
  cinema = await openCinema(program.url, admin, { rows: 2, seatsPerRow: 5 });
});
afterAll(async () => {
  await cleanUp();
  await stripe.close();
});

const ordered = async (seatId: string, token: string) =>
  orderFor(await holdSeats(program.url, cinema.showtimeId, [seatId]), token);

it(
  'takes the money at Stripe and gives it back there',
  async () => {
    const order = await ordered('A1', standInTokens.ok);
    const sold = expectStatus(await pay(program.url, order), 201);
    const [intent] = stripe.state.intents.values();
    expect([intent?.status, intent?.amountReceived, intent?.metadata.bookingId]).toEqual([
      'succeeded',
      order.totalMinor,
      order.bookingId,
    ]);
    const headers = { 'booking-access': String(sold.body.accessToken), 'idempotency-key': order.key };
    const path = `/v1/bookings/${order.bookingId}`;
    const gone = expectStatus(await call(program.url, 'POST', `${path}/cancel`, { headers }), 200).body;
    expect(Object(gone.refund).status).toBe('done');
    expect(stripe.state.refunds.map(({ amount }) => amount)).toEqual([
      Object(Object(gone.refund).amount).amount,
    ]);
    const declined = await pay(program.url, await ordered('A2', standInTokens.declined));
    expect([declined.status, problemOf(declined)]).toEqual([402, 'payment-declined']);
  },
  testMs,
);

it(
  'has no simulated books, and asks Stripe when a signed notice says that something happened',
  async () => {
    const order = await ordered('A3', standInTokens.slow);
    const pending = expectStatus(await pay(program.url, order), 202);
    const path = `/v1/ops/simulated-payments?bookingId=${order.bookingId}`;
    expect((await call(program.url, 'GET', path, { token: admin })).status).toBe(404);
    const object = { object: 'payment_intent', metadata: { bookingId: order.bookingId } };
    const event = webhookEvent('payment_intent.amount_capturable_updated', object, Date.now());
    const send = (signature: string) =>
      fetch(`${program.url}/v1/webhooks/stripe`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
        body: event,
      });
    const { signature } = signWebhook(event, webhookSecret, Date.now());
    expect((await send(signWebhook(event, 'whsec_of_somebody_else', Date.now()).signature)).status).toBe(400);
    // A repeat is taken as well, and does nothing.
    for (const _time of ['first', 'again']) expect((await send(signature)).status).toBe(204);
    const headers = { 'booking-access': String(pending.body.accessToken) };
    await eventually(async () => {
      const { body } = await call(program.url, 'GET', `/v1/bookings/${order.bookingId}`, { headers });
      expect(body.status).toBe('confirmed');
    }, 30_000);
    // All log lines are written only when the program has ended.
    await program.interrupt();
    expect(program.stderr().split('"the gateway sent a notice"')).toHaveLength(2);
  },
  testMs,
);
