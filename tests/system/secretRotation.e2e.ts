/**
 * The server's secret is changed under a running sale: with the older one named beside it everything that was given out
 * stays good, and once it is named no more only that stops which must.
 */
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, expect, it } from 'vitest';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { call, expectStatus, list, problemOf, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { orderFor, pay } from './support/sales.ts';

const before = 'the river was low and the bridge was warm';
const after = 'six lanterns hung above a quiet market';
const testMs = 150_000;

afterAll(cleanUp);

const ticketCode = async (url: string, path: string, headers: Record<string, string>): Promise<string> => {
  const answer = await fetch(`${url}${path}/ticket`, { headers: { ...headers, accept: 'image/png' } });
  const { data, width, height } = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data ?? '';
};

it(
  'keeps old tickets, tokens, repeats and personal data good until the older secret is dropped',
  async () => {
    const dataDir = await dataFolder();
    const secrets: string[] = [];
    const start = (env: Readonly<Record<string, string>>): Promise<Program> => startProgram({ dataDir, env });
    const stop = async (program: Program): Promise<void> => {
      expect(await program.interrupt()).toEqual({ code: 0, signal: null });
      // Whole only now: lines are written together.
      const said = program.stdout() + program.stderr();
      expect(said).toContain('"msg":"answered"');
      for (const secret of [before, after, ...secrets]) expect(said).not.toContain(secret);
    };
    const tokenUnder = (secret: string, role: string) =>
      makeToken(dataDir, role, { args: ['--sub', 'ada'], env: { MARQUEE_SECRET: secret } });

    let program = await start({
      MARQUEE_SECRET: before,
      ...{ NODE_ENV: 'production', ALLOW_SIMULATED_PAYMENTS: 'on' },
    });
    expect(program.stderr()).toContain('payments are SIMULATED');
    const oldAdmin = await tokenUnder(before, 'admin');
    const cinema = await openCinema(program.url, oldAdmin);
    const holds = `/v1/showtimes/${cinema.showtimeId}/holds`;
    const holding = {
      headers: { 'idempotency-key': 'a-hold-before-the-rotation' },
      body: { seatIds: ['A1'] },
    };
    const held = expectStatus(await call(program.url, 'POST', holds, holding), 201).body;
    const order = orderFor(
      expectStatus(await call(program.url, 'POST', holds, { body: { seatIds: ['B1', 'B2'] } }), 201).body,
      'tok_ok',
    );
    const sold = expectStatus(await pay(program.url, order), 201);
    const path = `/v1/bookings/${order.bookingId}`;
    const access = { 'booking-access': text(sold.body.accessToken) };
    secrets.push(
      oldAdmin,
      text(held.holdToken),
      access['booking-access'],
      holding.headers['idempotency-key'],
    );
    const code = await ticketCode(program.url, path, access);
    await stop(program);

    program = await start({ MARQUEE_SECRET: after, MARQUEE_OLDER_SECRETS: before });
    const { url } = program;
    const admin = await tokenUnder(after, 'admin');
    const { customerId } = expectStatus(await call(url, 'GET', path, { token: oldAdmin }), 200).body;
    const sameGuest = orderFor(
      expectStatus(await call(url, 'POST', holds, { body: { seatIds: ['C1'] } }), 201).body,
      'tok_ok',
    );
    const { customer } = order.body;
    const returned = { ...sameGuest, body: { ...sameGuest.body, customer } };
    expectStatus(await pay(url, returned), 201);
    const second = expectStatus(
      await call(url, 'GET', `/v1/bookings/${returned.bookingId}`, { token: admin }),
      200,
    );
    expect(second.body.customerId).toBe(customerId);
    const block = { token: admin, body: { seatIds: ['C2'], reason: 'house seat' } };
    expectStatus(await call(url, 'POST', `/v1/showtimes/${cinema.showtimeId}/seats/block`, block), 200);
    const staffEvents = await call(url, 'GET', '/v1/events?type=MovieRegistered&type=SeatsBlocked', {
      token: admin,
    });
    const actors = staffEvents.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).metadata.actor);
    expect(actors).toEqual([actors[0], actors[0]]);
    expect(actors[0]).toEqual({ role: 'admin', id: expect.stringMatching(/^[\w-]{43}$/) });
    const personal = `/v1/customers/${text(customerId)}/personal-data`;
    const holder = { 'hold-token': text(held.holdToken) };
    const ofHold = `/v1/holds/${text(held.holdId)}`;
    expectStatus(await call(url, 'GET', ofHold, { headers: holder }), 200);
    expectStatus(await call(url, 'GET', path, { headers: access }), 200);
    const again = expectStatus(await pay(url, order), 201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const otherBody = { ...order, body: { ...order.body, holdToken: text(held.holdToken) } };
    const reused = await pay(url, otherBody);
    expect([reused.status, problemOf(reused)]).toEqual([422, 'idempotency-key-reused']);
    const heldAgain = expectStatus(await call(url, 'POST', holds, holding), 201);
    expect([heldAgain.body.holdId, heldAgain.headers.get('idempotency-replayed')]).toEqual([
      held.holdId,
      'true',
    ]);
    const renewed = { 'hold-token': text(heldAgain.body.holdToken) };
    expect(renewed).not.toEqual(holder);
    const exported = expectStatus(await call(url, 'GET', personal, { token: admin }), 200);
    expect(exported.text).toContain(order.body.customer.name);
    const gate = await tokenUnder(after, 'gate');
    const admitted = expectStatus(
      await call(url, 'POST', '/v1/checkins', { token: gate, body: { code } }),
      200,
    );
    expect(admitted.body.bookingId).toBe(order.bookingId);
    const { keys } = expectStatus(await call(url, 'GET', '/v1/keys'), 200).body;
    expect(list(keys).map((key) => key.use)).toEqual(['sig', 'sig', 'access-token', 'access-token']);
    secrets.push(admin, gate, renewed['hold-token']);
    await stop(program);
    expect(program.stderr()).not.toContain('payments are SIMULATED');

    program = await start({ MARQUEE_SECRET: after });
    const refused = async (method: string, where: string, given: object): Promise<string> => {
      const answer = await call(program.url, method, where, given);
      return `${answer.status} ${problemOf(answer)}`;
    };
    expect(await refused('GET', path, { token: oldAdmin })).toBe('401 unauthorized');
    expect(await refused('GET', path, { headers: access })).toBe('404 not-found');
    expect(await refused('GET', ofHold, { headers: holder })).toBe('404 not-found');
    expectStatus(await call(program.url, 'GET', ofHold, { headers: renewed }), 200);
    expect(await refused('POST', '/v1/checkins', { token: gate, body: { code } })).toBe('422 invalid-ticket');
    const kept = expectStatus(await call(program.url, 'GET', personal, { token: admin }), 200);
    expect(kept.text).toContain(order.body.customer.name);
    await stop(program);
  },
  testMs,
);
