/** Buying over HTTP in tests: a hold paid for by a guest or a customer, with a fresh key each time. */
import { randomUUID } from 'node:crypto';
import { type Cinema, call, hold } from './cinema.ts';
import type { TestApp } from './testApp.ts';

export const person = { name: 'Ada Lovelace', email: 'Ada@Example.org', phone: '+44 20 7946 0000' };

export const freshKey = () => ({ 'idempotency-key': randomUUID() });

export interface BookingAnswer {
  readonly type?: string;
  readonly bookingId: string;
  readonly reference: string;
  readonly accessToken: string;
  readonly status: string;
  readonly seats: readonly { readonly id: string }[];
  readonly total: { readonly amount: number; readonly currency: string };
  readonly payment: { readonly status: string; readonly method: string };
  readonly refund?: object;
  readonly ticketUrl: string;
  readonly history: readonly { readonly what: string }[];
}

export const orderOf = (holdToken: string, token = 'tok_ok', more: object = {}) => ({
  holdToken,
  customer: person,
  payment: { method: 'card', token },
  ...more,
});

export const book = (
  target: TestApp,
  payload: object,
  headers: Readonly<Record<string, string>> = freshKey(),
) => call<BookingAnswer>(target, { method: 'POST', url: '/v1/bookings', payload, headers });

/** A booking that is paid, and the header that opens it. */
export const sell = async (
  target: TestApp,
  cinema: Cinema,
  seatIds: readonly string[],
  options: { readonly token?: string; readonly headers?: Readonly<Record<string, string>> } = {},
) => {
  const held = await hold(target, cinema, { seatIds });
  if (held.status !== 201) throw new Error(held.text);
  const headers = { ...freshKey(), ...options.headers };
  const sold = await book(target, orderOf(held.body.holdToken, options.token), headers);
  if (sold.status !== 201) throw new Error(sold.text);
  const access = { 'booking-access': sold.body.accessToken };
  const url = `/v1/bookings/${sold.body.bookingId}`;
  return { held: held.body, booking: sold.body, url, access };
};
