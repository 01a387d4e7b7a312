import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { iso, minutes, startsAtMs } from '../../support/showtimes.ts';
import { tampered } from '../../support/tampered.ts';
import { type Cinema, call, openCinema } from '../support/cinema.ts';
import { freshKey, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let sold: Awaited<ReturnType<typeof sell>>;
let code: string;
let gate: Record<string, string>;
let admin: Record<string, string>;

interface Answer {
  readonly type?: string;
  readonly checkinId?: string;
  readonly admittedAt?: string;
}

const toTheDoors = (): void => target.clock.advance(startsAtMs - minutes(20) - target.clock.nowMs());

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  sold = await sell(target, cinema, ['A1', 'A2']);
  const { text } = await call(target, { url: `${sold.url}/ticket`, headers: sold.access });
  ({ code } = JSON.parse(text));
  toTheDoors();
  gate = await target.bearer('gate', { theaterIds: [cinema.theaterId] });
  admin = await target.bearer('admin');
});
afterEach(() => target.close());

const checkIn = (payload: object, headers: object = gate) =>
  call<Answer>(target, { method: 'POST', url: '/v1/checkins', payload, headers: { ...headers } });
const undo = (checkinId: string, payload: object = { reason: 'wrong person' }, headers: object = gate) =>
  call<Answer>(target, {
    method: 'POST',
    url: `/v1/checkins/${checkinId}/undo`,
    payload,
    headers: { ...headers },
  });
const failed = (query = '', headers: object = gate) =>
  call<{ items: object[]; nextCursor: string | null }>(target, {
    url: `/v1/checkins/failed?showtimeId=${cinema.showtimeId}${query}`,
    headers: { ...headers },
  });
const problem = ({ status, body }: { status: number; body: Answer }): [string, object] => {
  const { type, title: _title, status: _status, detail: _detail, requestId: _id, ...fields } = Object(body);
  return [`${status} ${type?.split('/').at(-1)}`, fields];
};

describe('a gate', () => {
  it('lets a ticket in once, and says when and where it was', async () => {
    const { showtimeId } = cinema;
    const admitted = await checkIn({ code, showtimeId, where: 'Door 2' });
    const { bookingId, reference } = sold.booking;
    const admittedAt = iso(startsAtMs - minutes(20));
    expect([admitted.status, admitted.body]).toEqual([
      200,
      { checkinId: expect.any(String), bookingId, reference, seatIds: ['A1', 'A2'], admittedAt },
    ]);
    target.clock.advance(minutes(1));
    expect(problem(await checkIn({ code }))).toEqual([
      '409 already-admitted',
      { admittedAt, seatIds: ['A1', 'A2'], where: 'Door 2' },
    ]);
    const shown = await call<{ admittedAt?: string }>(target, { url: sold.url, headers: sold.access });
    expect(shown.body.admittedAt).toBe(admittedAt);
    expect(JSON.stringify(target.log.events)).not.toContain('Door 2');
  });

  it('is for gates of the theater of the show only', async () => {
    expect(problem(await checkIn({ code }, {}))).toEqual(['401 unauthorized', {}]);
    expect(problem(await checkIn({ code }, admin))).toEqual(['403 forbidden', {}]);
    const elsewhere = await target.bearer('gate', { theaterIds: [sold.booking.bookingId] });
    expect(problem(await checkIn({ code }, elsewhere))).toEqual(['403 forbidden', {}]);
    const nowhere = await target.bearer('gate', { theaterIds: [] });
    expect(problem(await checkIn({ code }, nowhere))).toEqual(['403 forbidden', {}]);
    expect((await checkIn({ code }, await target.bearer('gate', { theaterIds: ['*'] }))).status).toBe(200);
  });

  it('does not burn a ticket of tomorrow', async () => {
    target.clock.advance(-minutes(60 * 24));
    const opensAt = iso(startsAtMs - minutes(60));
    expect(problem(await checkIn({ code }))).toEqual(['409 too-early', { opensAt }]);
    target.clock.advance(minutes(60 * 24));
    expect((await checkIn({ code })).status).toBe(200);
  });

  it('opens when the theater says', async () => {
    const { theaterId } = cinema;
    const url = `/v1/theaters/${theaterId}`;
    const { body } = await call<Record<string, unknown>>(target, { url });
    const { id: _id, version: _version, distanceKm: _km, ...details } = body;
    const payload = { ...details, policies: { gateOpensBeforeMs: minutes(10) } };
    const revised = await call(target, { method: 'PUT', url, payload, headers: admin });
    expect(revised.status).toBe(200);
    expect(problem(await checkIn({ code }))).toEqual([
      '409 too-early',
      { opensAt: iso(startsAtMs - minutes(10)) },
    ]);
  });

  it('lets friends in later, and refuses seats that are not in the booking', async () => {
    const first = await checkIn({ code, seatIds: ['A2'] });
    expect(first.body).toEqual({
      checkinId: expect.any(String),
      bookingId: sold.booking.bookingId,
      reference: sold.booking.reference,
      seatIds: ['A2'],
      admittedAt: iso(startsAtMs - minutes(20)),
    });
    const rest = await checkIn({ code });
    expect(Object(rest.body).seatIds).toEqual(['A1']);
    expect(Object(rest.body).checkinId).not.toBe(first.body.checkinId);
    expect(problem(await checkIn({ code, seatIds: ['Z9'] }))).toEqual([
      '422 unknown-seat',
      { unknown: ['Z9'] },
    ]);
  });

  it('gives a repeat its first answer, with the same check-in', async () => {
    const key = { ...gate, ...freshKey() };
    const first = await checkIn({ code, seatIds: ['A1'] }, key);
    target.clock.advance(minutes(30));
    const again = await checkIn({ code, seatIds: ['A1'] }, key);
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
  });

  it('takes back what it let in', async () => {
    const { body } = await checkIn({ code });
    const checkinId = body.checkinId ?? '';
    const undone = await undo(checkinId);
    expect([undone.status, undone.body]).toEqual([
      200,
      {
        checkinId,
        bookingId: sold.booking.bookingId,
        reference: sold.booking.reference,
        seatIds: ['A1', 'A2'],
      },
    ]);
    expect((await undo(checkinId)).status).toBe(200);
    expect(JSON.stringify(target.log.events)).not.toContain('wrong person');
    const reasons = async (headers: object) =>
      (await call(target, { url: sold.url, headers: { ...headers } })).body.undoneAdmissions;
    const undoneAt = iso(startsAtMs - minutes(20));
    expect(await reasons(admin)).toEqual([
      { checkinId, seatIds: ['A1', 'A2'], undoneAt, reason: 'wrong person' },
    ]);
    expect(await reasons(sold.access)).toBeUndefined();
    expect((await checkIn({ code })).status).toBe(200);
    const stranger = await target.bearer('staff', { theaterIds: [sold.booking.bookingId] });
    expect(problem(await undo(checkinId, undefined, stranger))[0]).toBe('403 forbidden');
    expect(problem(await undo(sold.booking.bookingId))[0]).toBe('404 not-found');
    expect(problem(await undo(checkinId, {}))[0]).toBe('400 invalid-request');
  });
});

describe('a gate without a network', () => {
  const scannedAt = iso(startsAtMs - minutes(30));

  it('tells later what it scanned, and the scan counts at its own time', async () => {
    target.clock.advance(minutes(60 * 10));
    const admitted = await checkIn({ code, scannedAt });
    expect([admitted.status, admitted.body.admittedAt]).toEqual([200, scannedAt]);
  });

  it('may write its time with any offset, and without milliseconds', async () => {
    const written = scannedAt.replace(/\.000Z$/, '+00:00');
    const admitted = await checkIn({ code, scannedAt: written });
    expect([admitted.status, admitted.body.admittedAt]).toEqual([200, scannedAt]);
  });

  it('may keep a scan for a day', async () => {
    target.clock.advance(minutes(60 * 24));
    gate = await target.bearer('gate');
    expect(problem(await checkIn({ code, scannedAt }))).toEqual([
      '400 invalid-request',
      { errors: [{ path: 'scannedAt', message: 'at most 24 hours ago', in: 'body' }] },
    ]);
  });

  it('is told of a second admission, which is kept as a conflict', async () => {
    expect((await checkIn({ code, where: 'Door 1' })).status).toBe(200);
    expect(problem(await checkIn({ code, scannedAt, where: 'Door 2' }))[0]).toBe('409 already-admitted');
    const { items } = (await failed()).body;
    expect(items).toEqual([
      {
        scanId: expect.any(String),
        why: 'conflict',
        scannedAt,
        offline: true,
        bookingId: sold.booking.bookingId,
        reference: sold.booking.reference,
        where: 'Door 2',
      },
    ]);
  });
});

it('lists failed scans, the newest first, to those of the theater', async () => {
  const { showtimeId } = cinema;
  expect(problem(await checkIn({ code: tampered(code), showtimeId }))).toEqual([
    '422 invalid-ticket',
    { why: 'bad-signature' },
  ]);
  target.clock.advance(minutes(1));
  await checkIn({ code });
  const again = { ...gate, ...freshKey() };
  await checkIn({ code, seatIds: ['A1'] }, again);
  // A repeat of the same refusal is the same scan.
  await checkIn({ code, seatIds: ['A1'] }, again);
  const twice = {
    scanId: expect.any(String),
    why: 'already-admitted',
    scannedAt: iso(startsAtMs - minutes(19)),
    offline: false,
    bookingId: sold.booking.bookingId,
    reference: sold.booking.reference,
    seatIds: ['A1'],
  };
  const unknown = {
    scanId: expect.any(String),
    why: 'invalid-ticket',
    scannedAt: iso(startsAtMs - minutes(20)),
    offline: false,
  };
  expect((await failed()).body).toEqual({ items: [twice, unknown], nextCursor: null });
  const first = (await failed('&limit=1')).body;
  expect(first).toEqual({ items: [twice], nextCursor: expect.any(String) });
  expect((await failed(`&limit=1&cursor=${first.nextCursor}`)).body).toEqual({
    items: [unknown],
    nextCursor: null,
  });
  const staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  expect((await failed('', staff)).body.items).toHaveLength(2);
  const elsewhere = await target.bearer('staff', { theaterIds: [sold.booking.bookingId] });
  expect((await failed('', elsewhere)).status).toBe(404);
  expect((await failed('', {})).status).toBe(401);
});

describe('the list that a gate takes along', () => {
  const expected = (query = '', headers: object = gate) =>
    call<{ items: object[]; nextCursor: string | null }>(target, {
      url: `/v1/checkins/expected?showtimeId=${cinema.showtimeId}${query}`,
      headers: { ...headers },
    });

  it('has the bookings of a show: what each opens, and what is inside', async () => {
    const { bookingId } = sold.booking;
    await checkIn({ code, seatIds: ['A2'] });
    const { body, status, text } = await expected();
    expect([status, body]).toEqual([
      200,
      {
        items: [{ bookingId, status: 'confirmed', seatIds: ['A1', 'A2'], admittedSeatIds: ['A2'] }],
        nextCursor: null,
      },
    ]);
    expect(text).not.toContain(sold.booking.reference);
  });

  it('has no seats of a booking that was cancelled', async () => {
    target.clock.advance(-minutes(60 * 24));
    const cancelled = await call(target, {
      ...{ method: 'POST', url: `${sold.url}/cancel`, payload: {} },
      headers: { ...sold.access, ...freshKey() },
    });
    expect(cancelled.status).toBe(200);
    expect((await expected()).body.items).toEqual([
      { bookingId: sold.booking.bookingId, status: 'cancelled', seatIds: [], admittedSeatIds: [] },
    ]);
  });

  it('is for those of the theater only', async () => {
    expect((await expected('', {})).status).toBe(401);
    const elsewhere = await target.bearer('gate', { theaterIds: [sold.booking.bookingId] });
    expect((await expected('', elsewhere)).status).toBe(404);
    expect((await expected('', await target.bearer('customer'))).status).toBe(403);
  });
});
