/** Turns in a waiting room: who is called, what a turn is good for, and when it is over. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { iso, minutes } from '../../support/showtimes.ts';
import { type Cinema, call, type HoldAnswer, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openQueueOf } from '../support/queues.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const admittedOf = async (room: Awaited<ReturnType<typeof openQueueOf>>, count: number) => {
  const callers = await room.crowd(count);
  await room.advance(room.untilSale());
  const looked = await Promise.all(
    callers.map(async (caller) => ({ ...caller, ...(await room.look(caller.headers, caller.entry)).body })),
  );
  return looked.toSorted((one, other) => (one.place ?? 0) - (other.place ?? 0));
};

it('holds seats by turn only, and only by one’s own', async () => {
  const room = await openQueueOf(target, cinema);
  const seats = { seatIds: ['A1'] };
  const refused = await hold(target, cinema, seats);
  expect([problemOf(refused), Reflect.get(refused.body, 'queueId')]).toEqual([
    '403 queue-required',
    room.queueId,
  ]);
  const [first, , third] = await admittedOf(room, 3);
  if (first?.admission === undefined || third === undefined) throw new Error('no one was admitted');
  const by = (headers: Readonly<Record<string, string>>, admission: string) =>
    hold(target, cinema, seats, { ...headers, 'queue-admission': admission });
  expect(problemOf(await by(third.headers, first.admission))).toBe('403 queue-required');
  expect(problemOf(await by({}, first.admission))).toBe('403 queue-required');
  expect(problemOf(await by(first.headers, first.entry))).toBe('403 queue-required');
  expect(problemOf(await by(third.headers, third.entry))).toBe('403 queue-required');
  expect((await by(first.headers, first.admission)).status).toBe(201);
  expect(problemOf(await hold(target, cinema, { seatIds: ['A2'] }, third.headers))).toBe(
    '403 queue-required',
  );
});

it('answers a remembered hold also after the turn is over', async () => {
  const room = await openQueueOf(target, cinema, { admissionMinutes: 1 });
  const [first] = await admittedOf(room, 1);
  if (first?.admission === undefined) throw new Error('no one was admitted');
  const headers = {
    ...first.headers,
    'queue-admission': first.admission,
    'idempotency-key': 'a-hold-of-a-guest-0001',
  };
  const made = await hold(target, cinema, { seatIds: ['A1'] }, headers);
  await room.advance(minutes(2));
  expect((await room.look(first.headers, first.entry)).body.status).toBe('over');
  const again = await hold(target, cinema, { seatIds: ['A1'] }, headers);
  expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 'true', made.body]);
  const other = { ...headers, 'idempotency-key': 'a-hold-of-a-guest-0002' };
  expect(problemOf(await hold(target, cinema, { seatIds: ['A2'] }, other))).toBe('403 queue-required');
});

it('lets a hold live on by its own clock when the turn is over', async () => {
  const room = await openQueueOf(target, cinema, { admissionMinutes: 1 });
  const [first] = await admittedOf(room, 1);
  if (first?.admission === undefined) throw new Error('no one was admitted');
  const { body } = await hold(
    target,
    cinema,
    { seatIds: ['A1'] },
    { ...first.headers, 'queue-admission': first.admission },
  );
  await room.advance(minutes(2));
  const extended = await call<HoldAnswer>(target, {
    method: 'POST',
    url: `/v1/holds/${body.holdId}/extend`,
    headers: { 'hold-token': body.holdToken },
  });
  expect(extended.status).toBe(200);
});

it('needs no turn of staff of the theater, nor for showtimes without a queue', async () => {
  const other = await call<{ id: string }>(target, {
    method: 'POST',
    url: '/v1/showtimes',
    headers: cinema.admin,
    payload: { ...cinema.showtime, startsAt: iso(Date.parse(cinema.showtime.startsAt) + 4 * 3_600_000) },
  });
  await openQueueOf(target, cinema);
  expect((await hold(target, { showtimeId: other.body.id }, { seatIds: ['A1'] })).status).toBe(201);
  const staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  expect((await hold(target, cinema, { seatIds: ['A1'] }, staff)).status).toBe(201);
  const stranger = await target.bearer('staff', { theaterIds: ['019de44b-5bc0-7d82-8190-0109d5bd6805'] });
  expect(problemOf(await hold(target, cinema, { seatIds: ['A2'] }, stranger))).toBe('403 queue-required');
});

it('calls the next when a turn is not taken, and when one runs out', async () => {
  const room = await openQueueOf(target, cinema, { openAdmissionsMax: 1, admissionMinutes: 1 });
  const callers = await room.crowd(3);
  await room.advance(room.untilSale());
  expect(room.turns).toEqual({ lapsed: 0, called: 1 });
  await room.advance(minutes(1));
  expect(room.turns).toEqual({ lapsed: 1, called: 2 });
  const looks = await Promise.all(callers.map(({ headers, entry }) => room.look(headers, entry)));
  expect(looks.map(({ body }) => `${body.place} ${body.status}`).toSorted()).toEqual([
    '1 over',
    '2 admitted',
    '3 waiting',
  ]);
  await room.advance(minutes(1) + 1_000);
  expect(room.turns).toEqual({ lapsed: 2, called: 3 });
});

it('puts who missed their turn at the end when they enter again', async () => {
  const room = await openQueueOf(target, cinema, { openAdmissionsMax: 1 });
  const [first, second] = await admittedOf(room, 2);
  if (first === undefined || second === undefined) throw new Error('no callers');
  await room.advance(minutes(11));
  const back = (await room.enter(first.headers)).body;
  expect([back.id, back.status, back.place]).toEqual([first.id, 'waiting', 3]);
  expect((await room.look(first.headers, first.entry)).body.place).toBe(3);
});

it('admits no more callers than there are seats for', async () => {
  const room = await openQueueOf(target, cinema, { openAdmissionsMax: 100 });
  const row = Array.from({ length: 12 }, (_, place) => `A${place + 1}`);
  await call(target, {
    method: 'POST',
    url: `/v1/showtimes/${cinema.showtimeId}/seats/block`,
    headers: cinema.admin,
    payload: {
      seatIds: [...row, 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9'],
      reason: 'house seats',
    },
  });
  const looked = await admittedOf(room, 6);
  expect(looked.map(({ status }) => status)).toEqual([
    ...['admitted', 'admitted', 'admitted'],
    ...['waiting', 'waiting', 'waiting'],
  ]);
  const [first] = looked;
  // Who holds a seat looks for none: two seats are left for the two others who may look.
  await hold(
    target,
    cinema,
    { seatIds: ['B10'] },
    { ...first?.headers, 'queue-admission': first?.admission ?? '' },
  );
  await room.advance();
  expect(room.turns.called).toBe(3);
});

it('pauses while selling is away: no one is called, and no turn runs out', async () => {
  const room = await openQueueOf(target, cinema, { admissionMinutes: 1, openAdmissionsMax: 1 });
  const [first] = await admittedOf(room, 2);
  if (first === undefined) throw new Error('no callers');
  room.setSelling(false);
  await room.advance();
  for (let pass = 0; pass < 40; pass += 1) await room.advance(4_000);
  expect(room.turns).toEqual({ lapsed: 0, called: 1 });
  room.setSelling(true);
  await room.advance();
  expect((await room.look(first.headers, first.entry)).body.status).toBe('admitted');
  await room.advance(minutes(1));
  expect(room.turns).toEqual({ lapsed: 1, called: 2 });
});

it('keeps prices while callers are admitted', async () => {
  const room = await openQueueOf(target, cinema);
  const reprice = (amount: number) =>
    call(target, {
      method: 'PUT',
      url: `/v1/showtimes/${cinema.showtimeId}/pricing`,
      headers: cinema.admin,
      payload: { basePrice: { amount, currency: 'GBP' } },
    });
  expect((await reprice(1_100)).status).toBe(200);
  await room.advance(room.untilSale());
  expect(problemOf(await reprice(1_200))).toBe('409 prices-kept');
});

it('is over for everyone when staff close it', async () => {
  const room = await openQueueOf(target, cinema);
  const [first, second] = await admittedOf(room, 2);
  if (first === undefined || second === undefined) throw new Error('no callers');
  const close = (headers: Readonly<Record<string, string>>) =>
    call<{ status: string }>(target, { method: 'POST', url: `${room.url}/close`, headers });
  expect(problemOf(await close({}))).toBe('401 unauthorized');
  expect(problemOf(await close(await target.bearer('staff', { theaterIds: [room.queueId] })))).toBe(
    '404 not-found',
  );
  const closed = await close(cinema.admin);
  expect([closed.status, closed.body.status]).toEqual([200, 'closed']);
  expect((await room.look(first.headers, first.entry)).body.status).toBe('over');
  expect(problemOf(await room.enter(await room.guest()))).toBe('409 queue-over');
  expect((await hold(target, cinema, { seatIds: ['A1'] })).status).toBe(201);
  expect(await target.deps.waitingRoom.openRooms()).toEqual([]);
});
