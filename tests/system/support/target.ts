/**
 * A program under attack: every route that writes with a body it would accept, requests sent byte for byte, and what
 * counts as a proper refusal.
 */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { dataFolder, makeToken, type Program, startProgram } from '../../support/program.ts';
import { call, expectStatus, list, text } from './api.ts';
import { type Cinema, hallOf, movie, openCinema, showtimeIn, theater } from './cinema.ts';
import { headOf, readLog } from './log.ts';
import { holdSeats, orderFor, payUntilDecided } from './sales.ts';

export interface Target {
  readonly program: Program;
  /** Of an admin. */
  readonly token: string;
  readonly cinema: Cinema;
  /** Of A1 and A2. */
  readonly holdId: string;
  readonly holdToken: string;
  /** Of A3 and A4, confirmed. */
  readonly bookingId: string;
  readonly bookingAccess: string;
  /** Who bought. */
  readonly customerId: string;
  /** Nothing was stored, no error was ours, the seats are as they were, and the program stops as it should. */
  expectUnharmed(): Promise<void>;
}

export const openTarget = async (): Promise<Target> => {
  const dataDir = await dataFolder();
  const program = await startProgram({ dataDir });
  const token = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(program.url, token);
  const path = `/v1/showtimes/${cinema.showtimeId}`;
  const hold = await holdSeats(program.url, cinema.showtimeId, ['A1', 'A2']);
  const order = orderFor(await holdSeats(program.url, cinema.showtimeId, ['A3', 'A4']), 'tok_ok');
  const booking = expectStatus(await payUntilDecided(() => [program.url], order), 201).body;
  const { customerId } = expectStatus(
    await call(program.url, 'GET', `/v1/bookings/${order.bookingId}`, { token }),
    200,
  ).body;
  // The message to the buyer is requested a moment later: only then is all written that will be, as no mail is set up.
  await eventually(async () => {
    expect(await readLog(program.url, token, 'type=NotificationRequested')).toHaveLength(1);
  }, 30_000);
  const head = await headOf(program.url, token);
  return {
    program,
    token,
    cinema,
    holdId: text(hold.holdId),
    holdToken: text(hold.holdToken),
    bookingId: order.bookingId,
    bookingAccess: text(booking.accessToken),
    customerId: text(customerId),
    expectUnharmed: async () => {
      expect(await headOf(program.url, token)).toBe(head);
      const seats = expectStatus(await call(program.url, 'GET', `${path}/seats`), 200).body;
      const taken = list(seats.seats).filter(({ status }) => status !== 'available');
      expect(taken.map(({ id, status }) => `${text(id)} ${text(status)}`)).toEqual([
        'A1 held',
        'A2 held',
        'A3 booked',
        'A4 booked',
      ]);
      expect(await program.interrupt()).toEqual({ code: 0, signal: null });
      // All log lines are written only when the program has ended.
      expect(program.stderr()).toContain('"msg":"answered"');
      expect(program.stderr()).not.toContain('a request failed unexpectedly');
    },
  };
};

export interface Refused {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Sends the body as it stands, byte for byte, as an admin unless the headers say otherwise. */
export const send = async (
  { program, token }: Pick<Target, 'program' | 'token'>,
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Refused> => {
  const answer = await fetch(program.url + path, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(20_000),
  });
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, body: (await answer.text()).slice(0, 300) };
};

/** What is not a refusal as it should be, with what was sent. */
export const faultOf = (what: string, { status, type, body }: Refused): readonly string[] =>
  status >= 400 && status < 500 && type.startsWith('application/problem+json')
    ? []
    : [`${what}: ${status} ${type} ${body}`];

export interface Write {
  readonly method: string;
  readonly path: string;
  /** A body of the form that is asked for. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const recovery = { reference: 'ABCD-EFGH', email: 'ada@example.org' };
const planWithoutCategory = {
  name: 'One',
  categories: [],
  zones: [
    {
      position: { x: 0, y: 0 },
      rows: [
        {
          row_number: 'A',
          seats: [{ seat_guid: 'A1', seat_number: '1', position: { x: 0, y: 0 }, category: 'Standard' }],
        },
      ],
    },
  ],
};

const noPasskey = { id: 'bm9uZQ', rawId: 'bm9uZQ', type: 'public-key', clientExtensionResults: {} };
const registered = { clientDataJSON: 'bm9uZQ', attestationObject: 'bm9uZQ' };
const asserted = { clientDataJSON: 'bm9uZQ', authenticatorData: 'bm9uZQ', signature: 'bm9uZQ' };

export const writesOf = (target: Target): readonly Write[] => {
  const { cinema, holdId, holdToken, bookingId, bookingAccess, customerId } = target;
  const { movieId, theaterId, hallId, showtimeId } = cinema;
  const showtime = `/v1/showtimes/${showtimeId}`;
  const ofHold = `/v1/holds/${holdId}`;
  const holder = { 'hold-token': holdToken };
  const keyed = { 'idempotency-key': randomUUID() };
  const buyer = { name: 'Ada', email: 'ada@example.org', phone: '+44 20 7946 0000' };
  const { rows } = hallOf(1, 2);
  const withPolicies = { ...theater, policies: { holdTtlMs: 60_000 } };
  return [
    { method: 'POST', path: '/v1/movies', body: movie },
    { method: 'PUT', path: `/v1/movies/${movieId}`, body: movie },
    {
      method: 'PUT',
      path: `/v1/movies/${movieId}/terms`,
      body: { distributor: 'Northlight', runsFrom: '2026-11-26', weeklySharesBp: [5_000] },
    },
    { method: 'POST', path: '/v1/theaters', body: withPolicies },
    { method: 'PUT', path: `/v1/theaters/${theaterId}`, body: withPolicies },
    { method: 'POST', path: `/v1/theaters/${theaterId}/halls`, body: hallOf(1, 2) },
    {
      method: 'PUT',
      path: `/v1/halls/${hallId}`,
      body: { name: 'One', loneSeatRule: 'off', cleaningMinutes: 5 },
    },
    { method: 'POST', path: `/v1/halls/${hallId}/layouts`, body: { rows } },
    { method: 'POST', path: `/v1/halls/${hallId}/layouts/rehearsal`, body: { rows } },
    { method: 'POST', path: '/v1/showtimes', body: { ...showtimeIn(movieId, hallId, 9), format: '2D' } },
    { method: 'PUT', path: `${showtime}/pricing`, body: { basePrice: { amount: 5, currency: 'GBP' } } },
    {
      method: 'POST',
      path: `${showtime}/pricing/preview`,
      body: { basePrice: { amount: 5, currency: 'GBP' } },
    },
    { method: 'POST', path: `${showtime}/seats/block`, body: { seatIds: ['B1'], reason: 'broken' } },
    { method: 'POST', path: `${showtime}/seats/unblock`, body: { seatIds: ['B1'], reason: 'mended' } },
    { method: 'POST', path: `${showtime}/cancel`, body: { reason: 'storm' } },
    { method: 'POST', path: `${showtime}/holds`, body: { seatIds: ['C1'], ticketTypes: { C1: 'child' } } },
    {
      method: 'POST',
      path: `${showtime}/holds`,
      body: { bestAvailable: { count: 2, seatType: 'regular' }, ticketTypes: ['adult', 'child'] },
    },
    { method: 'PUT', path: `${ofHold}/seats`, body: { seatIds: ['C1'] }, headers: holder },
    { method: 'POST', path: `${ofHold}/extend`, body: {}, headers: holder },
    { method: 'DELETE', path: ofHold, body: {}, headers: holder },
    {
      method: 'POST',
      path: '/v1/bookings',
      body: {
        holdToken,
        customer: { name: 'Ada Example', email: 'ada@example.org', phone: '+44 20 7946 0000' },
        payment: { method: 'card', token: 'tok_declined' },
      },
      headers: { 'idempotency-key': 'a-booking-that-never-is-made' },
    },
    {
      method: 'POST',
      path: `/v1/bookings/${holdId}/cancel`,
      body: { seatIds: ['A1'], reason: 'ill' },
      headers: { 'idempotency-key': 'a-cancellation-of-nothing' },
    },
    { method: 'POST', path: '/v1/checkins', body: { code: 'a.b.c', showtimeId } },
    { method: 'DELETE', path: `/v1/customers/${holdId}/personal-data`, body: {} },
    {
      method: 'POST',
      path: '/v1/bookings',
      body: { holdToken, customer: buyer, payment: { method: 'card', token: 'tok_ok' } },
      headers: keyed,
    },
    {
      method: 'POST',
      path: `/v1/bookings/${bookingId}/cancel`,
      // Nobody would get that much back: even a slip of the tests cancels nothing.
      body: { seatIds: ['A3'], reason: 'ill', expectedRefund: { amount: 999_999, currency: 'GBP' } },
      headers: { ...keyed, 'booking-access': bookingAccess },
    },
    { method: 'POST', path: '/v1/checkins', body: { code: 'x.y.z', showtimeId } },
    { method: 'DELETE', path: `/v1/customers/${customerId}/personal-data`, body: {} },
    { method: 'POST', path: `/v1/ops/stuck-payments/${bookingId}/retry`, body: {} },
    { method: 'POST', path: `/v1/ops/parked-messages/${bookingId}.5/retry`, body: {} },
    { method: 'POST', path: `/v1/ops/parked/booking-${bookingId}/retry`, body: { reason: 'mended' } },
    { method: 'POST', path: `/v1/ops/parked/booking-${bookingId}/skip`, body: { reason: 'broken' } },
    { method: 'POST', path: '/v1/webhooks/stripe', body: { id: 'evt_1' } },
    // The format of plans grows, so unknown fields are taken: only the missing category keeps a hall from being built.
    { method: 'POST', path: `/v1/theaters/${theaterId}/halls/import`, body: planWithoutCategory },
    { method: 'POST', path: `${showtime}/sales/open`, body: {} },
    { method: 'POST', path: `${showtime}/sales/close`, body: {} },
    { method: 'POST', path: `${showtime}/layout`, body: { version: 1 } },
    { method: 'POST', path: `${ofHold}/quote`, body: { ticketTypes: { A1: 'child' } }, headers: holder },
    { method: 'POST', path: '/v1/bookings/recover', body: recovery },
    { method: 'POST', path: '/v1/bookings/recover/confirm', body: { ...recovery, code: '12345678' } },
    // More than was paid: nothing is paid back.
    {
      method: 'POST',
      path: '/v1/ops/simulated-payments/refunds',
      body: { bookingId, amount: { amount: 999_999, currency: 'GBP' } },
    },
    { method: 'POST', path: '/v1/ops/tokens/revoke', body: { jti: holdId } },
    // A code is issued for whatever is an address.
    { method: 'POST', path: '/v1/sign-in/email', body: { email: 'no address' } },
    { method: 'POST', path: '/v1/sign-in/email/confirm', body: { email: recovery.email, code: '12345678' } },
    { method: 'POST', path: '/v1/sessions/refresh', body: { refreshToken: 'none-that-there-is' } },
    { method: 'DELETE', path: `/v1/me/sessions/${holdId}`, body: {} },
    { method: 'POST', path: '/v1/passkeys/registration/options', body: { name: 5 } },
    {
      method: 'POST',
      path: '/v1/passkeys/registration/verify',
      body: { ...noPasskey, response: registered },
    },
    // With a valid body every caller gets a challenge.
    { method: 'POST', path: '/v1/sign-in/passkey/options', body: { none: 'wanted' } },
    { method: 'POST', path: '/v1/sign-in/passkey/verify', body: { ...noPasskey, response: asserted } },
    { method: 'DELETE', path: `/v1/me/passkeys/${holdId}`, body: {} },
    // There is no such booking.
    { method: 'POST', path: `/v1/bookings/${holdId}/checkins`, body: { seatIds: ['A1'] } },
    { method: 'POST', path: `/v1/checkins/${holdId}/undo`, body: { reason: 'a slip' } },
    // There is no such showtime, and no such queue.
    {
      method: 'POST',
      path: '/v1/queues',
      body: {
        showtimeIds: [holdId],
        entryOpensAt: '2040-01-01T09:00:00.000Z',
        saleStartsAt: '2040-01-01T10:00:00.000Z',
        openAdmissionsMax: 5,
      },
    },
    { method: 'POST', path: `/v1/queues/${holdId}/entries`, body: { contribution: 'ab'.repeat(32) } },
    { method: 'POST', path: `/v1/queues/${holdId}/close`, body: {} },
  ];
};

/** What went wrong in all of these; a few at a time. */
export const faultsOf = async (
  hostile: readonly (() => Promise<readonly string[]>)[],
): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (let from = 0; from < hostile.length; from += 16) {
    const found = await Promise.all(hostile.slice(from, from + 16).map((attack) => attack()));
    faults.push(...found.flat());
  }
  return faults;
};
