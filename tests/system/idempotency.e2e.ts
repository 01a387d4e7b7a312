/**
 * The same request with the same key, as clients send it that never saw their answer: again, in parallel, with another
 * body, after a restart, on the other node. It happens once, and every answer is the first one, byte for byte.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { type Answer, call, expectStatus, problemOf, text } from './support/api.ts';
import { type Cinema, hallOf, movie, openCinema, showtimeIn, theater } from './support/cinema.ts';
import { headOf, readLog, streamOf } from './support/log.ts';
import { holdSeats, type Order, orderFor, pay } from './support/sales.ts';
import { readTicketCode } from './support/tickets.ts';

let dataDir: string;
let first: Program;
let second: Program;
let token: string;
let cinema: Cinema;

beforeAll(async () => {
  dataDir = await dataFolder();
  first = await startProgram({ dataDir });
  second = await startProgram({ dataDir });
  token = await makeToken(dataDir, 'admin');
  cinema = await openCinema(first.url, token, { rows: 20, seatsPerRow: 20 });
});
afterAll(cleanUp);

const keyed = (key: string, more: Readonly<Record<string, string>> = {}) => ({
  'idempotency-key': key,
  ...more,
});

const hold = (program: Program, key: string, ...seatIds: readonly string[]): Promise<Answer> =>
  call(program.url, 'POST', `/v1/showtimes/${cinema.showtimeId}/holds`, {
    headers: keyed(key),
    body: { seatIds },
  });

const isReplay = (answer: Answer): boolean => answer.headers.get('idempotency-replayed') === 'true';

const same = (answer: Answer) => ({ status: answer.status, text: answer.text });

/** Repeats are marked as such and are the first answer otherwise. */
const expectReplay = (answer: Answer, firstAnswer: Answer): void => {
  expect(same(answer)).toEqual(same(firstAnswer));
  expect(isReplay(answer)).toBe(true);
};

/** How often each of these seats was held, by the log. */
const timesHeld = async (...seatIds: readonly string[]): Promise<readonly number[]> => {
  const events = await readLog(first.url, token, streamOf(cinema.showtimeId));
  const held = events
    .filter(({ type }) => type === 'SeatsHeld')
    .map(({ data }) => new Set((data.seats as readonly { id: string }[]).map(({ id }) => id)));
  return seatIds.map((seatId) => held.filter((ids) => ids.has(seatId)).length);
};

describe('a hold with a key', () => {
  it('is made once, however often it is asked for, on either node', async () => {
    const key = randomUUID();
    const made = expectStatus(await hold(first, key, 'A1', 'A2'), 201);
    expect(isReplay(made)).toBe(false);
    for (const program of [first, second, first, second]) {
      expectReplay(await hold(program, key, 'A1', 'A2'), made);
    }
    // The order of fields is not part of a body.
    const path = `/v1/showtimes/${cinema.showtimeId}/holds`;
    const raw = await fetch(second.url + path, {
      method: 'POST',
      headers: { ...keyed(key), 'content-type': 'application/json' },
      body: ' {\n"seatIds" : ["A1", "\\u00412"] }',
    });
    expect(await raw.text()).toBe(made.text);
    expect(await timesHeld('A1', 'A2')).toEqual([1, 1]);
  });

  it('is made once when asked for in parallel, on one node and on both', async () => {
    for (const [nodes, seatId] of [
      [[first], 'B1'],
      [[first, second], 'B2'],
    ] as const) {
      const key = randomUUID();
      const asked = Array.from({ length: 40 }, (_, index) => nodes[index % nodes.length] ?? first);
      const answers = await Promise.all(asked.map((program) => hold(program, key, seatId)));
      const made = answers.filter(({ status }) => status === 201);
      const others = answers.filter(({ status }) => status !== 201);
      expect(made.length).toBeGreaterThan(0);
      expect(new Set(made.map(({ text: body }) => body)).size).toBe(1);
      expect(made.filter((answer) => !isReplay(answer))).toHaveLength(1);
      expect(new Set(others.map((answer) => `${answer.status} ${problemOf(answer)}`))).toEqual(
        new Set(others.length === 0 ? [] : ['409 request-in-progress']),
      );
      expect(await timesHeld(seatId)).toEqual([1]);
    }
  });

  it('is answered as at first even by a node that believes the seat is still somebody else’s', async () => {
    for (let round = 0; round < 40; round += 1) {
      const before = expectStatus(await hold(first, randomUUID(), 'C1'), 201);
      // Now both nodes know the hold that is about to go.
      expect((await hold(second, randomUUID(), 'C1')).status).toBe(409);
      const path = `/v1/holds/${text(before.body.holdId)}`;
      const headers = { 'hold-token': text(before.body.holdToken) };
      expectStatus(await call(first.url, 'DELETE', path, { headers }), 204);
      const key = randomUUID();
      const made = expectStatus(await hold(first, key, 'C1'), 201);
      expectReplay(await hold(second, key, 'C1'), made);
      const mine = { 'hold-token': text(made.body.holdToken) };
      const release = await call(second.url, 'DELETE', `/v1/holds/${text(made.body.holdId)}`, {
        headers: mine,
      });
      expectStatus(release, 204);
      await call(first.url, 'GET', `/v1/showtimes/${cinema.showtimeId}`, {
        headers: { 'marquee-min-position': release.headers.get('marquee-position') ?? '' },
      });
    }
  });

  it('is refused with another body, and nothing is stored', async () => {
    const key = randomUUID();
    expectStatus(await hold(first, key, 'D1'), 201);
    const head = await headOf(first.url, token);
    for (const program of [first, second]) {
      const refused = expectStatus(await hold(program, key, 'D2'), 422);
      expect(problemOf(refused)).toBe('idempotency-key-reused');
    }
    expect(await headOf(first.url, token)).toBe(head);
  });

  it('leaves nothing behind when it is refused: the repeat is decided anew', async () => {
    const other = expectStatus(await hold(first, randomUUID(), 'E1'), 201);
    const key = randomUUID();
    expect(problemOf(expectStatus(await hold(first, key, 'E1'), 409))).toBe('seats-unavailable');
    const release = await call(first.url, 'DELETE', `/v1/holds/${text(other.body.holdId)}`, {
      headers: { 'hold-token': text(other.body.holdToken) },
    });
    expectStatus(release, 204);
    const made = expectStatus(await hold(first, key, 'E1'), 201);
    expect(isReplay(made)).toBe(false);
    expectReplay(await hold(first, key, 'E1'), made);
  });

  it('belongs to its caller and its path', async () => {
    const key = randomUUID();
    const elsewhere = await cinema.addShowtime(3);
    const guest = expectStatus(await hold(first, key, 'F1'), 201);
    const there = await call(first.url, 'POST', `/v1/showtimes/${elsewhere}/holds`, {
      headers: keyed(key),
      body: { seatIds: ['F1'] },
    });
    expect(expectStatus(there, 201).body.holdId).not.toBe(guest.body.holdId);
    const known = await call(first.url, 'POST', `/v1/showtimes/${cinema.showtimeId}/holds`, {
      token,
      headers: keyed(key),
      body: { seatIds: ['F2'] },
    });
    expect(expectStatus(known, 201).body.holdId).not.toBe(guest.body.holdId);
  });

  it('is changed once by each keyed change: extended, swapped, released', async () => {
    const made = expectStatus(await hold(first, randomUUID(), 'G1', 'G2'), 201);
    const path = `/v1/holds/${text(made.body.holdId)}`;
    const change = async (method: string, suffix: string, body?: object) => {
      const headers = keyed(randomUUID(), { 'hold-token': text(made.body.holdToken) });
      const given = { headers, ...(body === undefined ? {} : { body }) };
      const done = await call(first.url, method, path + suffix, given);
      expect(isReplay(done)).toBe(false);
      for (const program of [first, second]) {
        expectReplay(await call(program.url, method, path + suffix, given), done);
      }
      return () =>
        call(second.url, method, path + suffix, given).then((answer) => expectReplay(answer, done));
    };
    const again = [
      await change('POST', '/extend'),
      await change('PUT', '/seats', { seatIds: ['G2', 'G3'] }),
      await change('DELETE', ''),
    ];
    // Also long after the hold is over.
    for (const repeat of again) await repeat();
    const events = await readLog(first.url, token, streamOf(cinema.showtimeId));
    const mine = events.filter(({ data }) => data.holdId === made.body.holdId).map(({ type }) => type);
    // An extension by less than half a minute moves nothing; its answer is remembered all the same.
    expect(mine).toEqual(['SeatsHeld', 'HoldSwapped', 'HoldReleased']);
    expect(events.filter(({ type }) => type === 'RequestRemembered').length).toBeGreaterThanOrEqual(1);
  });
});

describe('a request whose body alone says what it is about', () => {
  const ordered = async (seatId: string): Promise<Order> =>
    orderFor(await holdSeats(first.url, cinema.showtimeId, [seatId]), 'tok_ok');

  it('pays for one hold under one key, and leaves the key free when it is refused', async () => {
    const [one, other] = [await ordered('J1'), await ordered('J2')];
    expectStatus(await pay(first.url, one), 201);
    const reused = expectStatus(await pay(second.url, { ...other, key: one.key }), 422);
    expect(problemOf(reused)).toBe('idempotency-key-reused');
    // Known before the hold is looked at, even one that never was.
    const nowhere = { ...other, key: one.key, body: { ...other.body, holdToken: 'nobody-holds-this' } };
    expect(problemOf(expectStatus(await pay(second.url, nowhere), 422))).toBe('idempotency-key-reused');
    const refused = expectStatus(await pay(second.url, { ...one, key: other.key }), 409);
    expect(problemOf(refused)).toBe('hold-already-booked');
    expectStatus(await pay(first.url, other), 201);
  });

  it('pays for one of two holds that race for one key on two nodes', async () => {
    const [one, other] = [await ordered('J3'), await ordered('J4')];
    const answers = await Promise.all([pay(first.url, one), pay(second.url, { ...other, key: one.key })]);
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses[0]).toBe(201);
    expect([409, 422]).toContain(statuses[1]);
  });

  it('lets one ticket in under one key, and says so again', async () => {
    const gate = await makeToken(dataDir, 'gate');
    const key = randomUUID();
    const ticket = async (seatId: string): Promise<string> => {
      const order = await ordered(seatId);
      const { body } = expectStatus(await pay(first.url, order), 201);
      const headers = { 'booking-access': text(body.accessToken) };
      return readTicketCode(first.url, `/v1/bookings/${order.bookingId}`, headers);
    };
    const [one, other] = [await ticket('J5'), await ticket('J6')];
    const checkIn = (program: Program, code: string): Promise<Answer> =>
      call(program.url, 'POST', '/v1/checkins', { token: gate, headers: keyed(key), body: { code } });
    const admitted = expectStatus(await checkIn(first, one), 200);
    expect(problemOf(expectStatus(await checkIn(second, other), 422))).toBe('idempotency-key-reused');
    expectReplay(await checkIn(second, one), admitted);
  });
});

it('makes what staff make once, whichever node is asked', async () => {
  const make = async (path: string, body: object): Promise<string> => {
    const given = { token, headers: keyed(randomUUID()), body };
    const made = expectStatus(await call(first.url, 'POST', path, given), 201);
    const parallel = await Promise.all(
      [second, first].map((program) => call(program.url, 'POST', path, given)),
    );
    for (const repeat of parallel) expectReplay(repeat, made);
    const other = await call(second.url, 'POST', path, {
      ...given,
      body: { ...body, language: 'fr', name: 'Z' },
    });
    expect([400, 422]).toContain(other.status);
    return text(made.body.id);
  };
  const movieId = await make('/v1/movies', movie);
  const theaterId = await make('/v1/theaters', theater);
  const hallId = await make(`/v1/theaters/${theaterId}/halls`, hallOf(2, 5));
  const showtimeId = await make('/v1/showtimes', showtimeIn(movieId, hallId, 4));
  const block = { token, headers: keyed(randomUUID()), body: { seatIds: ['A1'], reason: 'broken' } };
  const path = `/v1/showtimes/${showtimeId}/seats/block`;
  const blocked = expectStatus(await call(first.url, 'POST', path, block), 200);
  expectReplay(await call(second.url, 'POST', path, block), blocked);
});

it('remembers over a restart and over a kill', async () => {
  const key = randomUUID();
  const made = expectStatus(await hold(first, key, 'H1', 'H2'), 201);
  await second.interrupt();
  await first.interrupt();
  first = await startProgram({ dataDir });
  expectReplay(await hold(first, key, 'H1', 'H2'), made);

  const next = randomUUID();
  const madeNext = expectStatus(await hold(first, next, 'H3'), 201);
  await first.kill();
  first = await startProgram({ dataDir });
  expectReplay(await hold(first, key, 'H1', 'H2'), made);
  expectReplay(await hold(first, next, 'H3'), madeNext);
  expect(problemOf(expectStatus(await hold(first, next, 'H4'), 422))).toBe('idempotency-key-reused');
  expect(await timesHeld('H1', 'H2', 'H3', 'H4')).toEqual([1, 1, 1, 0]);
  expect(await first.interrupt()).toEqual({ code: 0, signal: null });
});
