import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cinema, call, openCinema } from '../support/cinema.ts';
import { sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

const subject = 'ada@home.example';
const path = `/v1/customers/${subject}/personal-data`;

let target: TestApp;
let cinema: Cinema;
let customer: Readonly<Record<string, string>>;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  customer = await target.bearer('customer', { subject });
});
afterEach(() => target.close());

interface Exported {
  readonly customerId: string;
  readonly bookings: readonly { readonly bookingId: string; readonly contacts: readonly object[] }[];
}

const exported = async (url: string, headers = customer) => {
  const { status, body } = await call<Exported>(target, { url, headers });
  return [status, body.bookings?.map(({ bookingId }) => bookingId)];
};

/** A booking whose events name the subject itself. */
const sellAsBefore = async (seatId: string) => {
  const { customers } = target.deps;
  const { accountId } = customers;
  Object.assign(customers, { accountId: async () => subject });
  const sold = await sell(target, cinema, [seatId], { headers: customer });
  Object.assign(customers, { accountId });
  return sold;
};

const erase = (headers: Readonly<Record<string, string>>, url = path) =>
  call(target, { method: 'DELETE', url, headers });

it('names a signed-in customer by an HMAC, and answers to it and to the subject', async () => {
  const { url, booking } = await sell(target, cinema, ['A3'], { headers: customer });
  expect(JSON.stringify(target.log.events)).not.toContain(subject);
  const seen = await call<{ customerId: string }>(target, { url, headers: cinema.admin });
  const { customerId } = seen.body;
  expect(customerId).toMatch(/^[\w-]{43}$/);
  for (const named of [subject, customerId]) {
    const own = `/v1/customers/${named}/personal-data`;
    for (const headers of [customer, cinema.admin]) {
      expect(await exported(own, headers)).toEqual([200, [booking.bookingId]]);
    }
    const found = await call<{ items: { bookingId: string }[] }>(target, {
      url: `/v1/bookings?customerId=${named}`,
      headers: cinema.admin,
    });
    expect(found.body.items.map(({ bookingId }) => bookingId)).toEqual([booking.bookingId]);
  }
  expect((await erase(cinema.admin)).status).toBe(204);
  expect((await erase(customer, `/v1/customers/${customerId}/personal-data`)).status).toBe(204);
  expect(JSON.stringify(target.log.events)).not.toContain(subject);
  await expect(sell(target, cinema, ['A5'], { headers: customer })).rejects.toThrow('erased');
});

it('keeps what a customer bought while events named the subject, and erases both', async () => {
  const before = await sellAsBefore('A3');
  const after = await sell(target, cinema, ['A5'], { headers: customer });
  const both = [after.booking.bookingId, before.booking.bookingId];
  expect((await call(target, { url: before.url, headers: customer })).status).toBe(200);
  const mine = await call<{ items: { bookingId: string }[] }>(target, {
    url: '/v1/me/bookings',
    headers: customer,
  });
  expect(mine.body.items.map(({ bookingId }) => bookingId)).toEqual(both);
  expect(await exported(path)).toEqual([200, both]);
  expect(await exported(path, cinema.admin)).toEqual([200, both]);
  expect((await erase(customer)).status).toBe(204);
  const { body } = await call<Exported>(target, { url: path, headers: cinema.admin });
  expect(body.bookings.map(({ contacts }) => contacts)).toEqual([
    [{ at: expect.any(String), told: null }],
    [{ at: expect.any(String), told: null }],
  ]);
});

it('sells nothing to a customer who was erased while events named the subject', async () => {
  await sellAsBefore('A3');
  expect((await erase(cinema.admin)).status).toBe(204);
  await expect(sell(target, cinema, ['A5'], { headers: customer })).rejects.toThrow('erased');
});

it('shows in the log no subject that older events name', async () => {
  await sellAsBefore('A3');
  expect((await erase(customer)).status).toBe(204);
  expect(JSON.stringify(target.log.events)).toContain(subject);
  const { text } = await call(target, { url: '/v1/events', headers: cinema.admin });
  expect(text).not.toContain(subject);
  const { text: erasure } = await call(target, {
    url: '/v1/events?type=CustomerErased',
    headers: cinema.admin,
  });
  const { stream, data } = JSON.parse(erasure);
  expect(data).toEqual({ customerId: expect.stringMatching(/^[\w-]{43}$/), by: 'customer' });
  expect(stream).toBe(`customer-${data.customerId}`);
});
