/** A waiting room over HTTP: entering it, and the draw. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { iso, minutes } from '../../support/showtimes.ts';
import { tampered } from '../../support/tampered.ts';
import { type Cinema, call, openCinema, problemOf } from '../support/cinema.ts';
import { openQueueOf, shortEntryMs } from '../support/queues.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const startsAt = () => iso(target.clock.nowMs() + shortEntryMs);
const offer = () => ({
  showtimeId: cinema.showtimeId,
  startsAt: cinema.showtime.startsAt,
  priceRange: { from: { amount: 840, currency: 'GBP' }, to: { amount: 1_800, currency: 'GBP' } },
  seatsLeft: { regular: 12, premium: 12 },
  limits: { seatsPerHold: 10, seatsPerCustomer: 20 },
  refundTerms: expect.any(Array),
});

it('is opened by staff, with the hash of a seed that is shown after the draw', async () => {
  const saleStartsAt = startsAt();
  const { opened, queueId, advance, untilSale, show } = await openQueueOf(target, cinema);
  const shown = {
    id: queueId,
    status: 'entry-open',
    showtimeIds: [cinema.showtimeId],
    entryOpensAt: iso(target.clock.nowMs()),
    saleStartsAt,
    drawsAt: saleStartsAt,
    admissionMinutes: 10,
    openAdmissionsMax: 2,
    seedHash: opened.body.seedHash,
    entries: 0,
    serving: 0,
    pollAfterMs: 28_500,
    offers: [offer()],
  };
  expect([opened.status, opened.body]).toEqual([201, shown]);
  expect((await show()).body).toEqual(shown);
  await advance(untilSale());
  const { seed = '', root } = (await show()).body;
  expect(createHash('sha256').update(Buffer.from(seed, 'hex')).digest('hex')).toBe(opened.body.seedHash);
  expect(root).toBe(createHash('sha256').digest('hex'));
  expect(
    target.log.events
      .map(({ data }) => JSON.stringify(data))
      .join()
      .split(seed).length,
  ).toBe(2);
});

it('may be shared by caches, and carries no session', async () => {
  const { show } = await openQueueOf(target, cinema);
  const { headers } = await show();
  expect([headers['cache-control'], headers['guest-session']]).toEqual(['public, max-age=1', undefined]);
});

it('takes no entry before it opens', async () => {
  const entryOpensAt = iso(target.clock.nowMs() + minutes(5));
  const { enter, guest } = await openQueueOf(target, cinema, { entryOpensAt });
  const early = await enter(await guest());
  expect([problemOf(early), Reflect.get(early.body, 'opensAt')]).toEqual([
    '409 queue-not-open',
    entryOpensAt,
  ]);
  target.clock.advance(minutes(5) - 1);
  expect(problemOf(await enter(await guest()))).toBe('409 queue-not-open');
  target.clock.advance(1);
  expect((await enter(await guest())).status).toBe(201);
});

it('gives the same caller the same entry, on every device of an account', async () => {
  const { enter, guest, look, show } = await openQueueOf(target, cinema);
  const one = await guest();
  const first = await enter(one, { contribution: 'ab'.repeat(32) });
  expect([first.status, first.body]).toEqual([
    201,
    {
      entry: expect.stringMatching(/^[A-Za-z0-9_-]{72}$/),
      id: expect.any(String),
      status: 'before-draw',
      drawsAt: startsAt(),
      pollAfterMs: expect.any(Number),
      offers: [offer()],
    },
  ]);
  const again = await enter(one, { contribution: 'cd'.repeat(32) });
  expect([again.body.id, again.body.entry]).toEqual([first.body.id, first.body.entry]);
  const account = await target.bearer('customer', { subject: 'ada' });
  const phone = (await enter(account)).body;
  const laptop = (await enter(await target.bearer('customer', { subject: 'ada' }))).body;
  expect(laptop.id).toBe(phone.id);
  expect((await look(account, laptop.entry)).body.id).toBe(phone.id);
  expect((await enter(await guest())).body.id).not.toBe(first.body.id);
  target.clock.advance(1_000);
  expect((await show()).body.entries).toBe(3);
});

it('begins a session for a caller who enters without one', async () => {
  const { enter, look } = await openQueueOf(target, cinema);
  const entered = await enter({});
  const session = { 'guest-session': String(entered.headers['guest-session']) };
  expect((await look(session, entered.body.entry)).body.id).toBe(entered.body.id);
  expect((await enter(session)).body.id).toBe(entered.body.id);
});

it('opens no entry for another caller, another queue, or a changed token', async () => {
  const { enter, guest, look, url } = await openQueueOf(target, cinema);
  const [owner, thief] = [await guest(), await guest()];
  const { entry } = (await enter(owner)).body;
  expect((await look(owner, entry)).status).toBe(200);
  expect(problemOf(await look(thief, entry))).toBe('404 not-found');
  expect(problemOf(await look({}, entry))).toBe('404 not-found');
  expect(problemOf(await look(await target.bearer('customer'), entry))).toBe('404 not-found');
  expect(problemOf(await look(owner, tampered(entry)))).toBe('404 not-found');
  expect(problemOf(await call(target, { url: `${url}/entry`, headers: owner }))).toBe('404 not-found');
  // A place in the token is signed with the rest.
  const bytes = Buffer.from(entry, 'base64url');
  bytes.writeUInt32BE(1, 32);
  expect(problemOf(await look(owner, bytes.toString('base64url')))).toBe('404 not-found');
});

it('keeps the entry of a guest who signs in', async () => {
  const { enter, guest, look } = await openQueueOf(target, cinema);
  const session = await guest();
  const { entry, id } = (await enter(session)).body;
  const signedIn = { ...session, ...(await target.bearer('customer')) };
  expect((await look(signedIn, entry)).body.id).toBe(id);
});

it('draws places by lot at the start of the sale, and calls as many as may be open', async () => {
  const { crowd, advance, untilSale, look } = await openQueueOf(target, cinema);
  const callers = await crowd(7);
  await advance(untilSale() - 1_000);
  for (const { headers, entry } of callers)
    expect((await look(headers, entry)).body.status).toBe('before-draw');
  await advance(untilSale());
  const looks = await Promise.all(
    callers.map(async ({ headers, entry }) => (await look(headers, entry)).body),
  );
  const places = looks.map(({ place = 0 }) => place);
  expect(places.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const inOrder = looks.toSorted((one, other) => (one.place ?? 0) - (other.place ?? 0));
  expect(inOrder.map(({ status, ahead, estimatedSeconds }) => [status, ahead, estimatedSeconds])).toEqual([
    ['admitted', undefined, undefined],
    ['admitted', undefined, undefined],
    ...[0, 1, 2, 3, 4].map((ahead) => ['waiting', ahead, 'unknown']),
  ]);
  const [first] = inOrder;
  expect(first?.admittedUntil).toBe(iso(target.clock.nowMs() + minutes(10)));
});

it('puts who comes after the draw behind all who were drawn, first come, first served', async () => {
  const { crowd, advance, untilSale, enter, guest } = await openQueueOf(target, cinema);
  await crowd(3);
  await advance(untilSale());
  const late = [(await enter(await guest())).body, (await enter(await guest())).body];
  expect(late.map(({ status, place, ahead }) => [status, place, ahead])).toEqual([
    ['waiting', 4, 1],
    ['waiting', 5, 2],
  ]);
});

it('opens one queue for one request, and one at a time for a showtime', async () => {
  const payload = {
    showtimeIds: [cinema.showtimeId],
    entryOpensAt: iso(target.clock.nowMs()),
    saleStartsAt: startsAt(),
  };
  const open = (key: string, more: object = {}) =>
    call<{ id: string; seedHash: string }>(target, {
      method: 'POST',
      url: '/v1/queues',
      headers: { ...cinema.admin, 'idempotency-key': key },
      payload: { ...payload, ...more },
    });
  const first = await open('open-a-queue-once-0001');
  const again = await open('open-a-queue-once-0001');
  expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([
    201,
    'true',
    first.body,
  ]);
  expect(problemOf(await open('open-a-queue-once-0001', { openAdmissionsMax: 7 }))).toBe(
    '422 idempotency-key-reused',
  );
  expect(problemOf(await open('open-a-queue-once-0002'))).toBe('409 showtime-queued');
  expect(problemOf(await open('open-a-queue-once-0003', { showtimeIds: [first.body.id] }))).toBe(
    '404 not-found',
  );
  expect(
    problemOf(
      await open('open-a-queue-once-0004', { entryOpensAt: iso(Date.parse(payload.saleStartsAt) + 1) }),
    ),
  ).toBe('400 invalid-request');
});

it('shows the list of the lot after the draw only', async () => {
  const room = await openQueueOf(target, cinema);
  const contribution = '5a'.repeat(32);
  const { id } = (await room.enter(await room.guest(), { contribution })).body;
  const list = () => call(target, { url: `${room.url}/entries` });
  expect(problemOf(await list())).toBe('409 lot-not-drawn');
  await room.advance(room.untilSale());
  await room.enter(await room.guest());
  const root = createHash('sha256')
    .update(Buffer.from(id.replaceAll('-', '') + contribution, 'hex'))
    .digest('hex');
  const { body, headers } = await list();
  expect(body).toEqual({ root, entries: [{ id, contribution }] });
  expect([headers['cache-control'], headers['guest-session']]).toEqual([
    'public, max-age=86400, immutable',
    undefined,
  ]);
});
