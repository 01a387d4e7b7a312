/** A customer who buys from running programs: holds, pays, insists with the same key, and writes down what was told. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, call, expectStatus, list, problemOf, text } from './api.ts';

export interface Order {
  readonly key: string;
  readonly body: {
    readonly holdToken: string;
    readonly customer: { readonly name: string; readonly email: string; readonly phone: string };
    readonly payment: { readonly method: string; readonly token: string };
  };
  readonly bookingId: string;
  readonly totalMinor: number;
}

export const holdSeats = async (url: string, showtimeId: string, seatIds: readonly string[]) =>
  expectStatus(await call(url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body: { seatIds } }), 201).body;

export const amountOf = (money: unknown): number => Number(Object(money).amount);

/** Every order is another person's, so that each can be searched for. */
export const orderFor = (hold: Readonly<Record<string, unknown>>, token: string): Order => {
  const person = randomUUID();
  const customer = {
    name: `Name-${person}`,
    email: `mail-${person}@example.org`,
    phone: `+44 ${Date.now()}`,
  };
  return {
    key: randomUUID(),
    body: { holdToken: text(hold.holdToken), customer, payment: { method: 'card', token } },
    bookingId: text(hold.bookingId),
    totalMinor: amountOf(hold.total),
  };
};

/** The same order paid by another card, under a key of its own. */
export const withToken = (order: Order, token: string): Order => ({
  ...order,
  key: randomUUID(),
  body: { ...order.body, payment: { method: 'card', token } },
});

export const pay = (url: string, { key, body }: Order, token?: string): Promise<Answer> =>
  call(url, 'POST', '/v1/bookings', {
    headers: { 'idempotency-key': key },
    body,
    ...(token === undefined ? {} : { token }),
  });

const insistMs = 60_000;

/** Repeats the same request, at one node after the other, until it is decided. Nodes may die meanwhile. */
export const payUntilDecided = async (urls: () => readonly string[], order: Order): Promise<Answer> => {
  const until = performance.now() + insistMs;
  for (let turn = 0; ; turn += 1) {
    let last: unknown;
    try {
      const open = urls();
      const answer = await pay(open[turn % open.length] ?? '', order);
      if (answer.status !== 202 && answer.status !== 503 && problemOf(answer) !== 'request-in-progress') {
        return answer;
      }
      last = answer.text;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      last = error;
    }
    if (performance.now() > until) throw new Error(`not decided: ${String(last)}`, { cause: last });
    await pause(100);
  }
};

export interface LedgerRow {
  readonly kind: string;
  readonly outcome: string;
  readonly amount: number;
  readonly calls: number;
}

export const ledgerOf = async (
  url: string,
  token: string,
  bookingId: string,
): Promise<readonly LedgerRow[]> => {
  const path = `/v1/ops/simulated-payments?bookingId=${bookingId}`;
  const { items } = expectStatus(await call(url, 'GET', path, { token }), 200).body;
  return list(items).map(({ kind, outcome, amount, calls }) => ({
    kind: text(kind),
    outcome: text(outcome),
    amount: amountOf(amount),
    calls: Number(calls),
  }));
};

/** What moved for good, in minor units: captured, paid back, and reserved without an end. */
export const balanceOf = (rows: readonly LedgerRow[]) => {
  const done = (kind: string): readonly LedgerRow[] =>
    rows.filter((row) => row.kind === kind && row.outcome === 'done');
  const sum = (kind: string): number => done(kind).reduce((total, { amount }) => total + amount, 0);
  const open = done('authorize').length - done('capture').length - done('void').length;
  return { captured: sum('capture'), refunded: sum('refund'), reservationsLeft: open };
};
