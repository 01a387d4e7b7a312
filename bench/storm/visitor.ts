/** One visitor of a storm: asks one thing after the other, and remembers what was acknowledged. */
import { randomUUID } from 'node:crypto';
import type { VisitorStep } from '../../src/cli/storm/stormFile.ts';
import type { Answered, Asked, Client } from '../crowd/client.ts';

export interface Purchase {
  readonly holdId: string;
  readonly holdToken: string;
  seatIds: readonly string[];
  expiresAtMs: number;
  booking?: { readonly id: string; readonly access: string; isConfirmed: boolean };
  isReleased: boolean;
}

export interface Visitor {
  /** Undefined when there is nothing to ask for: what went before was refused. */
  take(step: VisitorStep): Promise<Answered | undefined>;
  readonly purchase: Purchase | undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const seatIdsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((seat) => textOf(Object(seat).id)) : [];

const addressOf = (nth: number): string => `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}`;

const holdBody = (step: VisitorStep): unknown => {
  if (step.do === 'hold')
    return {
      seatIds: step.seats,
      ...(step.ticketTypes === undefined ? {} : { ticketTypes: step.ticketTypes }),
    };
  if (step.do !== 'hold-best') return undefined;
  const { count, seatType } = step;
  return { bestAvailable: { count, ...(seatType === undefined ? {} : { seatType }) } };
};

const payment = (holdToken: string, nth: number) => ({
  holdToken,
  customer: { name: `Visitor ${nth}`, email: `visitor-${nth}@example.org` },
  payment: { method: 'card', token: 'tok_ok' },
});

export const openVisitor = (client: Client, showtimeId: string, nth: number): Visitor => {
  let purchase: Purchase | undefined;
  const ask = (
    method: Asked['method'],
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<Answered> =>
    client.ask({
      ...{ method, path, address: addressOf(nth), headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const hold = async (step: VisitorStep): Promise<Answered> => {
    const answer = await ask('POST', `/v1/showtimes/${showtimeId}/holds`, {}, holdBody(step));
    const { json, status } = answer;
    if (status === 201)
      purchase = {
        ...{ holdId: textOf(json.holdId), holdToken: textOf(json.holdToken), isReleased: false },
        ...{ seatIds: seatIdsOf(json.seats), expiresAtMs: Date.parse(textOf(json.expiresAt)) },
      };
    return answer;
  };

  const change = async (of: Purchase, method: 'POST' | 'PUT', what: string, body?: unknown) => {
    const headers = { 'hold-token': of.holdToken };
    const answer = await ask(method, `/v1/holds/${of.holdId}/${what}`, headers, body);
    if (answer.status === 200) {
      of.seatIds = seatIdsOf(answer.json.seats);
      of.expiresAtMs = Date.parse(textOf(answer.json.expiresAt));
    }
    return answer;
  };

  const release = async (of: Purchase): Promise<Answered> => {
    const answer = await ask('DELETE', `/v1/holds/${of.holdId}`, { 'hold-token': of.holdToken });
    of.isReleased = answer.status === 204;
    return answer;
  };

  const book = async (of: Purchase): Promise<Answered> => {
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await ask('POST', '/v1/bookings', headers, payment(of.holdToken, nth));
    const { json, status } = answer;
    if (status === 201 || status === 202)
      of.booking = {
        ...{ id: textOf(json.bookingId), access: textOf(json.accessToken), isConfirmed: status === 201 },
      };
    return answer;
  };

  const cancel = async (of: Purchase, asked: readonly string[]): Promise<Answered | undefined> => {
    if (of.booking === undefined) return undefined;
    const seatIds = of.seatIds.filter((id) => asked.includes(id));
    if (seatIds.length === 0) return undefined;
    const headers = { 'idempotency-key': randomUUID(), 'booking-access': of.booking.access };
    const answer = await ask('POST', `/v1/bookings/${of.booking.id}/cancel`, headers, { seatIds });
    if (answer.status === 200) of.seatIds = of.seatIds.filter((id) => !seatIds.includes(id));
    return answer;
  };

  return {
    get purchase() {
      return purchase;
    },
    take: async (step) => {
      if (step.do === 'hold' || step.do === 'hold-best') return hold(step);
      if (purchase === undefined) return undefined;
      switch (step.do) {
        case 'swap':
          return change(purchase, 'PUT', 'seats', { seatIds: step.seats });
        case 'extend':
          return change(purchase, 'POST', 'extend');
        case 'release':
          return release(purchase);
        case 'book':
          return book(purchase);
        case 'cancel':
          return cancel(purchase, step.seats);
      }
    },
  };
};
