import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iso, minutes, startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

interface Shown {
  readonly items: readonly { readonly showtimeId: string; readonly moves: readonly object[] }[];
  readonly nextCursor: string | null;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

const row = (id: string, seats: number, type: string) => ({
  id,
  seats: Array.from({ length: seats }, (_, place) => ({ number: place + 1, type })),
});
/** Row A without its first seat of a type, row B without its last two seats. */
const smaller = {
  rows: [
    { ...row('A', 12, 'regular'), label: 'Front' },
    { ...row('B', 10, 'premium'), label: 'Back' },
  ],
};

let target: TestApp;
let cinema: Cinema;
let later: string;
let reference: string;
beforeAll(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  const payload = { ...cinema.showtime, startsAt: iso(startsAtMs + minutes(24 * 60)) };
  const added = await call<{ id: string }>(target, {
    ...{ method: 'POST', url: '/v1/showtimes', headers: cinema.admin, payload },
  });
  later = added.body.id;
  reference = (await sell(target, cinema, ['B11', 'B12'])).booking.reference;
  await sell(target, cinema, ['A1', 'A2']);
  await hold(target, { showtimeId: later }, { seatIds: ['B12'] });
});
afterAll(async () => await target.app.close());

const rehearse = (
  payload: object,
  { query = '', headers = cinema.admin, accept = 'application/json' } = {},
) =>
  call<Shown>(target, {
    method: 'POST',
    url: `/v1/halls/${cinema.hallId}/layouts/rehearsal${query}`,
    headers: { ...headers, accept },
    payload,
  });

const premium = (id: string, rowLabel: string, number: string) => ({
  id,
  row: rowLabel,
  number,
  type: 'premium',
});
const show = (showtimeId: string, startMs: number) => ({
  ...{ showtimeId, movie: { id: cinema.movieId, title: 'Playtime' }, startsAt: iso(startMs) },
  ...{ timeZone: 'Europe/London', revision: expect.any(Number), layoutVersion: 1 },
});
const sold = (from: string, to: string) => ({
  seat: premium(`B${from}`, 'B', from),
  ...{ status: 'booked', why: 'gone', bookingReference: reference },
  to: { ...premium(`B${to}`, 'Back', to), isNew: false },
});

describe('rehearsing a layout', () => {
  it('says for each showtime who has to move, and the nearest equal seats', async () => {
    const before = target.log.events.length;
    const { status, body } = await rehearse(smaller);
    expect([status, body]).toEqual([
      200,
      {
        items: [
          {
            ...show(cinema.showtimeId, startsAtMs),
            seatsTaken: 4,
            moves: [sold('11', '9'), sold('12', '10')],
          },
          {
            ...show(later, startsAtMs + minutes(24 * 60)),
            seatsTaken: 1,
            moves: [{ seat: premium('B12', 'B', '12'), status: 'held', why: 'gone', to: null }],
          },
        ],
        nextCursor: null,
      },
    ]);
    expect(target.log.events.length).toBe(before);
  });

  it('goes through the showtimes page by page', async () => {
    const first = await rehearse(smaller, { query: '?limit=1' });
    expect(first.body.items.map(({ showtimeId }) => showtimeId)).toEqual([cinema.showtimeId]);
    const second = await rehearse(smaller, { query: `?limit=1&cursor=${first.body.nextCursor}` });
    expect(second.body.items.map(({ showtimeId }) => showtimeId)).toEqual([later]);
    expect(second.body.nextCursor).toBeNull();
    expect(problemOf(await rehearse(smaller, { query: '?cursor=nonsense' }))).toBe('400 invalid-request');
  });

  it('takes a version of the hall', async () => {
    const { body } = await rehearse({ version: 1 });
    expect(body.items.map(({ moves }) => moves)).toEqual([[], []]);
    expect(problemOf(await rehearse({ version: 2 }))).toBe('404 not-found');
  });

  it('gives a file with one line for each seat', async () => {
    const { headers, text } = await rehearse(smaller, { accept: 'text/csv' });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toBe('attachment; filename="seats-to-move.csv"');
    expect(text.split('\r\n')).toEqual([
      'showtimeId,movie,startsAt,layoutVersion,bookingReference,status,why,seatId,row,number,type,toSeatId,toRow,toNumber,toIsNew',
      `${cinema.showtimeId},Playtime,${iso(startsAtMs)},1,${reference},booked,gone,B11,B,11,premium,B9,Back,9,`,
      `${cinema.showtimeId},Playtime,${iso(startsAtMs)},1,${reference},booked,gone,B12,B,12,premium,B10,Back,10,`,
      `${later},Playtime,${iso(startsAtMs + minutes(24 * 60))},1,,held,gone,B12,B,12,premium,,,,`,
      '',
    ]);
  });

  it('says what is wrong with a drawing, and asks for one', async () => {
    const seats = [
      { number: 1, x: 1 },
      { number: 2, x: 1.1 },
    ];
    const overlapping = await rehearse({ rows: [{ id: 'A', seats }] });
    expect(overlapping.body.errors?.map(({ path }) => path)).toEqual(['rows.0.seats.1.x']);
    for (const body of [{}, { ...smaller, version: 1 }, { version: 1, focalPoint: { x: 1, y: 1 } }]) {
      expect(problemOf(await rehearse(body))).toBe('400 invalid-request');
    }
    expect(problemOf(await rehearse(smaller, { accept: 'image/png' }))).toBe('406 not-acceptable');
  });

  it('is for the staff of the theater', async () => {
    const elsewhere = await target.bearer('staff', { theaterIds: [cinema.movieId] });
    expect(problemOf(await rehearse(smaller, { headers: elsewhere }))).toBe('404 not-found');
    const analyst = await target.bearer('analyst');
    expect(problemOf(await rehearse(smaller, { headers: analyst }))).toBe('403 forbidden');
  });
});
