/** 200 honest buyers behind one address, and one who answers a single challenge many times, on two nodes that share a database. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { type Answer, call, expectStatus, list, problemOf, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

const buyersCount = 200;
const seatsEach = 2;
const triesMax = 10;
/** The policy's default. */
const addressPaymentsMax = 20;
const solver = new URL('../../docs/solve-challenge.mjs', import.meta.url).href;

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => {
  await cleanUp();
  await server.stop();
});

const startNodes = async () => {
  const env = {
    EVENT_LOG: 'postgres',
    DATABASE_URL: await server.createDatabase(),
    MARQUEE_SECRET: 'of the campus, at least 32 characters',
    BOT_CHECK_DIFFICULTY: '1',
  };
  const dataDir = await dataFolder();
  const programs = [await startProgram({ dataDir, env }), await startProgram({ dataDir, env })];
  const token = await makeToken(dataDir, 'admin', { env });
  return { urls: programs.map(({ url }) => url), token };
};

it('lets everyone behind one address buy, each for a proof of their own', { timeout: 240_000 }, async () => {
  const { solve } = (await import(solver)) as { solve(challenge: unknown): string };
  const { urls, token } = await startNodes();
  const [one = ''] = urls;
  const cinema = await openCinema(one, token, { rows: 21, seatsPerRow: 25 });
  const path = `/v1/showtimes/${cinema.showtimeId}/holds`;
  const holdAt = (url: string, headers: Record<string, string>, count = seatsEach): Promise<Answer> =>
    call(url, 'POST', path, { headers, body: { bestAvailable: { count } } });
  let challenges = 0;

  /** Gives the headers that hold when the answer was a challenge. */
  const proved = (answer: Answer): Record<string, string> => ({
    'guest-session': text(answer.headers.get('guest-session')),
    'bot-check': solve(answer.body.challenge),
  });
  const buy = async (buyer: number): Promise<number> => {
    const url = urls[buyer % urls.length] ?? '';
    let held = await holdAt(url, {});
    if (problemOf(held) === 'challenge-required') {
      challenges += 1;
      held = await holdAt(url, proved(held));
    }
    const order = orderFor(expectStatus(held, 201).body, 'tok_ok');
    // While many payments of the address are under way, one may be told to come again within seconds.
    for (let tries = 1; ; tries += 1) {
      const paid = await pay(url, order);
      if (paid.status !== 429 || tries === triesMax) return paid.status;
      const seconds = Number(paid.headers.get('retry-after'));
      expect(seconds).toBeLessThanOrEqual(5);
      await pause(seconds * 1_000);
    }
  };
  // Someone has filled the share of the address and pays for nothing.
  for (let seats = 0; seats < 120; seats += 10) expectStatus(await holdAt(one, {}, 10), 201);
  const bought = await Promise.all(Array.from({ length: buyersCount }, (_, buyer) => buy(buyer)));
  expect(new Set(bought)).toEqual(new Set([201]));
  expect(challenges).toBeGreaterThan(buyersCount / 2);
});

it('takes one proof for one hold, whichever node is asked', { timeout: 120_000 }, async () => {
  const { solve } = (await import(solver)) as { solve(challenge: unknown): string };
  const { urls, token } = await startNodes();
  const [one = '', two = ''] = urls;
  const { showtimeId } = await openCinema(one, token, { rows: 4, seatsPerRow: 10 });
  const path = `/v1/showtimes/${showtimeId}/holds`;
  const hold = (url: string, headers: Record<string, string>, count: number) =>
    call(url, 'POST', path, { headers, body: { bestAvailable: { count } } });
  expectStatus(await hold(one, {}, 10), 201);
  // Each node tells the other of its holds a moment later.
  const askedBy = (url: string) =>
    eventually(async () => {
      const answer = await hold(url, {}, 1);
      expect(problemOf(answer)).toBe('challenge-required');
      return answer;
    });
  await askedBy(two);
  const asked = await askedBy(one);
  const headers = {
    'guest-session': text(asked.headers.get('guest-session')),
    'bot-check': solve(asked.body.challenge),
  };
  const answers = await Promise.all([one, two, one, two, one, two].map((url) => hold(url, headers, 1)));
  const told = answers.map((answer) => problemOf(answer) ?? String(answer.status));
  expect(told.filter((each) => each === '201')).toHaveLength(1);
  expect(new Set(told)).toEqual(new Set(['201', 'challenge-required']));
});

it('asks to come again within seconds while payments of the address are under way', {
  timeout: 60_000,
}, async () => {
  const { urls, token } = await startNodes();
  const [one = ''] = urls;
  const { seatIds, showtimeId } = await openCinema(one, token);
  const holds = await Promise.all(
    seatIds.slice(0, addressPaymentsMax + 1).map((seatId) => holdSeats(one, showtimeId, [seatId])),
  );
  const [last = {}, ...others] = holds;
  const slow = Promise.all(others.map((held) => pay(one, orderFor(held, 'tok_slow'))));
  // It is awaited below; a failure before that must not go unhandled.
  slow.catch(() => undefined);
  await eventually(async () => {
    const listed = await call(one, 'GET', `/v1/bookings?showtimeId=${showtimeId}&limit=100`, { token });
    expect(list(expectStatus(listed, 200).body.items)).toHaveLength(addressPaymentsMax);
  });
  const refused = await pay(one, orderFor(last, 'tok_ok'));
  expect([problemOf(refused), refused.headers.get('retry-after')]).toEqual(['budget-exhausted', '5']);
  await slow;
});
