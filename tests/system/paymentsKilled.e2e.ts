/**
 * Two programs sell on one embedded Postgres while customers pay with every scripted card and give seats up again. At
 * one boundary of a payment after the other a program or the database is killed. In the end ledger, log, seat maps and
 * bookings tell one story: no booking without its money, and no money without a booking or its way back.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { databaseServersIn, postmasterIn, sendSignal } from '../support/processes.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { seatOwnership } from '../support/seatOwnership.ts';
import { type Answer, call, expectStatus, list, problemOf, text } from './support/api.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { randomFrom } from './support/guests.ts';
import { checkLog, expectSeatMapsFromLog, type LogEvent, readLog, streamOf } from './support/log.ts';
import { amountOf, balanceOf, ledgerOf, type Order, orderFor, payUntilDecided } from './support/sales.ts';

const testMs = 240_000;
const settledWithinMs = 60_000;
const insistMs = 60_000;
const buyers = 8;
/** Begun for each blow, however quick they are: every card is among them. */
const ordersPerBlow = 10;

const cards = [
  'tok_ok',
  'tok_capture_fails',
  'tok_ok',
  'tok_refund_fails',
  'tok_timeout',
  'tok_declined',
  'tok_ok',
  'tok_slow',
] as const;

/** After the first event of each kind that somebody writes, the blow falls. */
const blows: readonly { readonly after: string; readonly on: 'program' | 'database' | 'both' }[] = [
  { after: 'PaymentAttempted', on: 'program' },
  { after: 'PaymentAuthorized', on: 'database' },
  { after: 'SeatsSecured', on: 'program' },
  { after: 'PaymentCaptured', on: 'database' },
  { after: 'CancellationAccepted', on: 'program' },
  { after: 'CaptureFailed', on: 'both' },
  { after: 'SeatsReleased', on: 'program' },
];

let dataDir: string;
let admin: string;
let cinema: Cinema;
/** The second one lives through all but the blow that hits both. */
let programs: readonly [Program, Program];
const urls = (): readonly string[] => programs.map(({ url }) => url);

beforeAll(async () => {
  dataDir = await dataFolder();
  programs = [await startProgram({ dataDir }), await startProgram({ dataDir })];
  admin = await makeToken(dataDir, 'admin');
  cinema = await openCinema(programs[0].url, admin, { rows: 20, seatsPerRow: 12 });
});
afterAll(cleanUp);

/** The same request, here and there, until somebody answers it for good. */
const insist = async (ask: (url: string) => Promise<Answer>): Promise<Answer> => {
  const until = performance.now() + insistMs;
  for (let turn = 0; ; turn += 1) {
    let last: unknown;
    try {
      const answer = await ask(urls()[turn % 2] ?? '');
      if (answer.status < 500 && problemOf(answer) !== 'request-in-progress') return answer;
      last = answer.text;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      last = error;
    }
    if (performance.now() > until) throw new Error(`no answer: ${String(last)}`, { cause: last });
    await pause(50);
  }
};

interface Bought extends Order {
  readonly seatIds: readonly string[];
  readonly paid: Answer;
  /** What each accepted cancellation was told to pay back. */
  readonly refunds: readonly number[];
}

const buy = async (place: number): Promise<Bought> => {
  const count = 1 + (place % 2);
  const seatIds = cinema.seatIds.slice(2 * place, 2 * place + count);
  const path = `/v1/showtimes/${cinema.showtimeId}/holds`;
  const headers = { 'idempotency-key': randomUUID() };
  const held = await insist((url) => call(url, 'POST', path, { headers, body: { seatIds } }));
  const order = orderFor(expectStatus(held, 201).body, cards[place % cards.length] ?? 'tok_ok');
  let decided = false;
  const paying = payUntilDecided(urls, order).finally(() => {
    decided = true;
  });
  // Most of them are given up, in part or whole, by staff who do not wait for the payment to be decided.
  const givenUp = place % 3 > 0 ? giveUp(order.bookingId, seatIds.slice(0, 1), () => decided) : undefined;
  const [paid, refund] = await Promise.all([paying, givenUp]);
  return { ...order, seatIds, paid, refunds: refund === undefined ? [] : [refund] };
};

const giveUp = async (
  bookingId: string,
  seatIds: readonly string[],
  isDecided: () => boolean,
): Promise<number | undefined> => {
  const headers = { 'idempotency-key': randomUUID() };
  const path = `/v1/bookings/${bookingId}/cancel`;
  for (;;) {
    const last = isDecided();
    const answer = await insist((url) =>
      call(url, 'POST', path, { token: admin, headers, body: { seatIds } }),
    );
    if (answer.status === 200) return amountOf(Object(answer.body.refund).amount);
    expect(['not-cancellable', 'not-found']).toContain(problemOf(answer));
    if (last) return undefined;
    await pause(50);
  }
};

/** Events of that type so far. The blow before this one may still be felt. */
const countOf = (type: string): Promise<number> =>
  eventually(async () => (await readLog(programs[1].url, admin, `type=${type}`)).length, insistMs);

const moreThan = async (before: number, type: string): Promise<void> => {
  while ((await countOf(type)) <= before) await pause(5);
};

const restartFirst = async (): Promise<void> => {
  await programs[0].kill();
  programs = [await startProgram({ dataDir }), programs[1]];
};

const strike = async (on: (typeof blows)[number]['on']): Promise<void> => {
  if (on === 'program') return restartFirst();
  if (on === 'database') {
    const killed = postmasterIn(dataDir);
    sendSignal(killed, 'SIGKILL');
    return eventually(() => expect(postmasterIn(dataDir)).not.toBe(killed), 30_000);
  }
  for (const pid of databaseServersIn(dataDir)) sendSignal(pid, 'SIGKILL');
  await Promise.all(programs.map((program) => program.kill()));
  const first = await startProgram({ dataDir });
  programs = [first, await startProgram({ dataDir })];
};

const expectSettled = async ({ bookingId }: Bought): Promise<Answer['body']> =>
  eventually(async () => {
    const { body } = expectStatus(
      await call(programs[1].url, 'GET', `/v1/bookings/${bookingId}`, { token: admin }),
      200,
    );
    expect(['initiated', 'confirmed', 'cancelled', 'expired']).toContain(body.status);
    expect(Object(body.refund).status ?? 'done').not.toBe('pending');
    return body;
  }, settledWithinMs);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** What a customer was told, the ledger, the booking and its stream agree. */
const expectOneStory = async (bought: Bought, events: readonly LogEvent[]): Promise<readonly string[]> => {
  const { bookingId, totalMinor, paid, refunds } = bought;
  const body = await expectSettled(bought);
  const balance = balanceOf(await ledgerOf(programs[1].url, admin, bookingId));
  const isPaid = body.status === 'confirmed' || body.status === 'cancelled';
  expect([bookingId, paid.status]).toEqual([bookingId, isPaid ? 201 : 402]);
  const own = events.filter(({ stream }) => stream === `booking-${bookingId}`);
  const cancellations = own.filter(({ type }) => type === 'CancellationAccepted').map(({ data }) => data);
  expect(cancellations.map(({ refund }) => amountOf(refund))).toEqual(refunds);
  expect(balance).toEqual({
    captured: isPaid ? totalMinor : 0,
    refunded: sum(refunds),
    reservationsLeft: 0,
  });
  // No seat is paid for that was given up, but for what the terms keep.
  const kept = body.status === 'confirmed' ? list(body.seats) : [];
  const retained = sum(cancellations.map(({ value, refund }) => amountOf(value) - amountOf(refund)));
  const price = sum(kept.map((seat) => amountOf(seat.price)));
  expect(balance.captured - balance.refunded).toBe(isPaid ? price + retained : 0);
  return kept.map(({ id }) => `${text(id)} ${bookingId}`);
};

it(
  'payments, killed at one boundary after the other, end in one story',
  async () => {
    const random = randomFrom(20_261_121);
    const all: Bought[] = [];
    let isOver = false;
    let next = 0;
    let wanted = 0;
    const shop = async (): Promise<void> => {
      while (!isOver) {
        if (next < wanted) {
          next += 1;
          all.push(await buy(next - 1));
        }
        await pause(random() * 100);
      }
    };
    const shopping = Promise.all(Array.from({ length: buyers }, shop));
    const striking = async (): Promise<void> => {
      for (const { after, on } of blows) {
        const before = await countOf(after);
        wanted = next + ordersPerBlow;
        await moreThan(before, after);
        await pause(random() * 20);
        await strike(on);
      }
    };
    await Promise.race([striking(), shopping]).finally(() => {
      isOver = true;
    });
    await shopping;

    const events = await eventually(async () => {
      for (const bought of all) await expectSettled(bought);
      return readLog(programs[1].url, admin, 'category=booking');
    }, settledWithinMs);
    const kept = await Promise.all(all.map((bought) => expectOneStory(bought, events)));
    const showtime = await readLog(programs[1].url, admin, streamOf(cinema.showtimeId));
    const booked = [...seatOwnership(showtime)].flatMap(([id, { letter, owner }]) =>
      letter === 'B' ? [`${id} ${owner ?? ''}`] : [],
    );
    expect(booked.toSorted()).toEqual(kept.flat().toSorted());
    await expectSeatMapsFromLog(urls(), admin, cinema.showtimeId);
    await checkLog(programs[1].url, admin);
    const stuck = expectStatus(
      await call(programs[1].url, 'GET', '/v1/ops/stuck-payments', { token: admin }),
      200,
    );
    expect(stuck.body.items).toEqual([]);
    const { text: metrics } = await call(programs[1].url, 'GET', '/metrics');
    for (const name of ['stuck_payments', 'parked_messages'])
      expect(metrics).toContain(`marquee_${name} 0\n`);
    expect(all.length).toBeGreaterThan(2 * blows.length);
    expect(new Set(all.map(({ paid }) => paid.status))).toEqual(new Set([201, 402]));
    expect(all.some(({ refunds }) => refunds.length > 0)).toBe(true);
  },
  testMs,
);
