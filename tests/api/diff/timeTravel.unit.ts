/** What a reader was told at a moment is what `asOf` tells of it later, and a diff leads from one moment to another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Position } from '../../../src/ports/EventStore.ts';
import { problem } from '../../support/problem.ts';
import { minutes } from '../../support/showtimes.ts';
import { type Cinema, call, hall, hold, openCinema, problemOf, theater } from '../support/cinema.ts';
import { person, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

interface Change {
  readonly stream: string;
  readonly kind: string;
  readonly id: string;
  readonly theaterId?: string;
  readonly events: Readonly<Record<string, number>>;
  readonly seats?: Readonly<Record<string, readonly [string | null, string | null]>>;
}
interface Diff {
  readonly from: Position;
  readonly to: Position;
  readonly items: readonly Change[];
  readonly nextCursor: string | null;
}

let target: TestApp;
let cinema: Cinema;
let staff: { authorization: string };
let stranger: { authorization: string };
let analyst: { authorization: string };
let sold: Awaited<ReturnType<typeof sell>>;
let otherId: string;

interface Moment {
  readonly position: Position;
  readonly instant: string;
  readonly told: readonly string[];
}
const moments: Moment[] = [];

const head = (): Promise<Position> => target.deps.events.head();
const get = <Body>(url: string, headers: Record<string, string>) => call<Body>(target, { url, headers });
const urls = (): readonly string[] => [
  `/v1/showtimes/${cinema.showtimeId}/seats?view=compact`,
  `/v1/showtimes/${cinema.showtimeId}/seats`,
  ...(sold === undefined ? [] : [sold.url]),
];
const withoutRowsOfStaff = (text: string): string => {
  const { seats, customer: _customer, ...rest } = JSON.parse(text);
  const plain = (seat: object) => ({ ...seat, bookingReference: undefined, blockedReason: undefined });
  return JSON.stringify(Array.isArray(seats) ? { ...rest, seats: seats.map(plain) } : rest);
};
const tell = async (asOf = ''): Promise<readonly string[]> => {
  const told = urls().map(async (url) => {
    const answer = await get(
      `${url}${asOf === '' ? '' : `${url.includes('?') ? '&' : '?'}asOf=${asOf}`}`,
      staff,
    );
    return answer.status === 200 ? withoutRowsOfStaff(answer.text) : problemOf(answer);
  });
  return Promise.all(told);
};
const remember = async (): Promise<void> => {
  const instant = new Date(target.clock.nowMs()).toISOString();
  moments.push({ position: await head(), instant, told: await tell() });
  target.clock.advance(1_000);
};

beforeAll(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  analyst = await target.bearer('analyst');
  const post = (url: string, payload: object, headers = cinema.admin) =>
    call<{ id: string }>(target, { method: 'POST', url, headers, payload });
  otherId = (await post('/v1/theaters', { ...theater, name: 'Elsewhere' })).body.id;
  stranger = await target.bearer('staff', { theaterIds: [otherId] });
  await post(`/v1/theaters/${otherId}/halls`, hall);
  sold = await sell(target, cinema, ['A1', 'A2']);
  await remember();
  await hold(target, cinema, { seatIds: ['B1'] });
  await remember();
  await post(`/v1/showtimes/${cinema.showtimeId}/seats/block`, { seatIds: ['B12'], reason: 'broken' });
  await remember();
  const headers = { ...sold.access, 'idempotency-key': 'a-key-of-a-guest-that-nobody-guesses' };
  await call(target, { method: 'POST', url: `${sold.url}/cancel`, headers, payload: { seatIds: ['A2'] } });
  await remember();
  await post(`/v1/showtimes/${cinema.showtimeId}/sales/close`, {});
  await remember();
});
afterAll(() => target.close());

describe('as of', () => {
  it('tells of each position and instant what was told then', async () => {
    for (const { position, instant, told } of moments) {
      expect(await tell(position), position).toEqual(told);
      expect(await tell(instant), instant).toEqual(told);
    }
    expect(new Set(moments.map(({ told }) => told.join(''))).size).toBe(moments.length);
  });

  it('knows no booking before it began, and keeps it from others', async () => {
    const [first] = moments;
    const before = '00000000000000000002';
    expect(problemOf(await get(`${sold.url}?asOf=${before}`, sold.access))).toBe('404 not-found');
    expect(problemOf(await get(`${sold.url}?asOf=${first?.position}`, stranger))).toBe('404 not-found');
    expect((await get(`${sold.url}?asOf=${first?.position}`, sold.access)).status).toBe(200);
  });

  it('lists the showtimes that a theater had, as they stood', async () => {
    const url = `/v1/theaters/${cinema.theaterId}/showtimes?asOf=`;
    const stood = async (asOf: string) => {
      const { body } = await get<{ items: { status: string; availableSeats: number }[] }>(url + asOf, staff);
      return body.items.map(({ status, availableSeats }) => `${status} ${availableSeats}`);
    };
    const listed = await Promise.all(moments.map(({ position }) => stood(position)));
    expect(listed).toEqual([['on-sale 22'], ['on-sale 21'], ['on-sale 20'], ['on-sale 21'], ['closed 21']]);
    expect(await stood('00000000000000000002')).toEqual([]);
    expect(problemOf(await get(url + moments[0]?.position, stranger))).toBe('404 not-found');
    expect(problemOf(await get(url + moments[0]?.position, {}))).toBe('401 unauthorized');
    expect(problemOf(await get(`${url}now`, staff))).toBe('400 invalid-request');
    expect(problemOf(await get(`${url}${moments[0]?.instant}&language=en`, staff))).toBe(
      '400 invalid-request',
    );
  });

  it('refuses a position beyond the head of the log', async () => {
    const beyond = '99999999999999999999';
    for (const url of [...urls(), `/v1/theaters/${cinema.theaterId}/showtimes`]) {
      const answer = await get(`${url}${url.includes('?') ? '&' : '?'}asOf=${beyond}`, staff);
      expect(problemOf(answer), url).toBe('400 invalid-request');
    }
  });
});

describe('the diff', () => {
  const diff = async (from: Position, to: Position, headers: Record<string, string>, more = '') =>
    (await get<Diff>(`/v1/diff?from=${from}&to=${to}${more}`, headers)).body;
  const start = '0'.repeat(20);

  it('leads from the seats of one moment to those of any later one', async () => {
    const letters = (moment: Moment | undefined): string => JSON.parse(moment?.told[0] ?? '').status;
    const ids = [...'AB'].flatMap((row) => Array.from({ length: 12 }, (_, place) => `${row}${place + 1}`));
    for (const [place, from] of moments.entries()) {
      for (const to of moments.slice(place + 1)) {
        const { items } = await diff(from.position, to.position, staff);
        const seats = items.find(({ kind }) => kind === 'showtime')?.seats ?? {};
        const [was, is] = [letters(from), letters(to)];
        const differing = ids.flatMap((id, index) =>
          was[index] === is[index] ? [] : [[id, [was[index], is[index]]] as const],
        );
        expect(seats).toEqual(Object.fromEntries(differing));
      }
    }
  });

  it('says what became of a booking, and nothing about its customer', async () => {
    const [first, , , fourth] = moments;
    const { items } = await diff(first?.position ?? '', fourth?.position ?? '', staff);
    const change = items.find(({ kind }) => kind === 'booking');
    const none = { amount: 0, currency: 'GBP' };
    expect(change).toEqual({
      ...{ kind: 'booking', id: sold.booking.bookingId, stream: `booking-${sold.booking.bookingId}` },
      ...{ theaterId: cinema.theaterId, showtimeId: cinema.showtimeId },
      firstRevision: expect.any(Number),
      lastRevision: expect.any(Number),
      events: { CancellationAccepted: 1, SeatsReleased: 1, RefundIssued: 1 },
      refunded: [none, { amount: 600, currency: 'GBP' }],
    });
    const all = await get(`/v1/diff?from=${start}&to=${await head()}&limit=10000`, analyst);
    for (const word of [person.name, person.email, 'customer']) expect(all.text).not.toContain(word);
  });

  it('shows staff their theater only, and analysts everything', async () => {
    const to = await head();
    const own = (await diff(start, to, staff, '&limit=10000')).items;
    const others = (await diff(start, to, stranger, '&limit=10000')).items;
    const all = (await diff(start, to, analyst, '&limit=10000')).items;
    expect(new Set(own.map(({ theaterId }) => theaterId))).toEqual(new Set([cinema.theaterId]));
    expect(others.map(({ kind }) => kind)).toEqual(['theater', 'hall']);
    expect(all.filter(({ theaterId }) => theaterId === undefined).map(({ kind }) => kind)).toEqual(['movie']);
    expect(all.length).toBe(own.length + others.length + 1);
    expect(problemOf(await get(`/v1/diff?from=${start}&to=${to}`, {}))).toBe('401 unauthorized');
  });

  it('goes on from page to page, and no event is in two of them or in none', async () => {
    const to = await head();
    const totals = (items: readonly Change[]): number =>
      items.flatMap(({ events }) => Object.values(events)).reduce((sum, count) => sum + count, 0);
    const whole = totals((await diff(start, to, analyst, '&limit=10000')).items);
    let [cursor, sum, at] = ['', 0, start];
    do {
      const page = await diff(start, to, analyst, `&limit=3${cursor}`);
      expect(page.from).toBe(at);
      expect(totals(page.items)).toBeLessThanOrEqual(3);
      sum += totals(page.items);
      at = page.to;
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect([sum, at]).toEqual([whole, to]);
  });

  it.each([
    '',
    'from=1&to=2',
    `from=${start}`,
    `from=${'0'.repeat(19)}9&to=${start}`,
    `from=${start}&to=99999999999999999999`,
    `from=${start}&to=${start}&limit=10001`,
    `from=${start}&to=${start}&cursor=nonsense`,
    `from=${start}&to=${start}&unknown=1`,
  ])('refuses %j', async (query) => {
    expect(problemOf(await get(`/v1/diff?${query}`, analyst))).toBe('400 invalid-request');
  });

  it('refuses the cursor of another diff', async () => {
    const to = await head();
    const { nextCursor } = await diff(start, to, analyst, '&limit=1');
    const answer = await get(`/v1/diff?from=${moments[0]?.position}&to=${to}&cursor=${nextCursor}`, analyst);
    expect(problemOf(answer)).toBe('400 invalid-request');
  });
});

it('tells staff of the theater who caused what became of a seat', async () => {
  target.clock.advance(minutes(15));
  const url = `/v1/showtimes/${cinema.showtimeId}/seats/B12/history`;
  interface Entry {
    readonly what: string;
    readonly reason?: string;
    readonly by: { readonly role: string; readonly id?: string };
    readonly causationId: string;
    readonly correlationId: string;
  }
  const { body } = await get<{ items: readonly Entry[] }>(url, staff);
  expect(body.items).toEqual([
    {
      ...{ at: moments[2]?.instant, revision: expect.any(Number), what: 'blocked', reason: 'broken' },
      by: { role: 'admin', id: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) },
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      causationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
  const refused = await get(url, stranger);
  expect([refused.status, refused.body]).toEqual([404, problem('not-found')]);
});
