/** Reports of a running program: who sees which theater, what a spreadsheet gets, and any earlier moment. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { type Answer, call, expectStatus, problemOf, text } from './support/api.ts';
import { type Cinema, hallOf, openCinema, showtimeIn, theater } from './support/cinema.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

let program: Program;
let cinema: Cinema;
let foreign: string;
let [admin, staff, stranger, analyst] = ['', '', '', ''];
let beforeRefund = '';

const formula = '=HYPERLINK("http://example.org","+1")';
const reportsOf = ['occupancy', 'revenue', 'funnel', 'lost-demand'] as const;

const report = (path: string, token: string, headers: Record<string, string> = {}): Promise<Answer> =>
  call(program.url, 'GET', `/v1/reports/${path}`, { token, headers });
const items = ({ body }: Answer): readonly Record<string, unknown>[] =>
  body.items as readonly Record<string, unknown>[];

beforeAll(async () => {
  const dataDir = await dataFolder();
  program = await startProgram({ dataDir, env: { RATE_LIMIT_PER_MINUTE: '0', DEMO_CATALOG: 'off' } });
  admin = await makeToken(dataDir, 'admin');
  analyst = await makeToken(dataDir, 'analyst');
  cinema = await openCinema(program.url, admin, { rows: 2, seatsPerRow: 5 });
  const make = async (path: string, body: object): Promise<string> =>
    text(expectStatus(await call(program.url, 'POST', path, { token: admin, body }), 201).body.id);
  foreign = await make('/v1/theaters', { ...theater, name: formula });
  const hallId = await make(`/v1/theaters/${foreign}/halls`, hallOf(1, 4));
  await make('/v1/showtimes', showtimeIn(cinema.movieId, hallId, 2));
  staff = await makeToken(dataDir, 'staff', { args: ['--theater', cinema.theaterId] });
  stranger = await makeToken(dataDir, 'staff', { args: ['--theater', foreign] });

  const hold = await holdSeats(program.url, cinema.showtimeId, ['A1', 'A2']);
  const order = orderFor(hold, 'tok_ok');
  beforeRefund = expectStatus(await pay(program.url, order), 201).headers.get('marquee-position') ?? '';
  const taken = { body: { seatIds: ['A1'] } };
  const refused = await call(program.url, 'POST', `/v1/showtimes/${cinema.showtimeId}/holds`, taken);
  expect(problemOf(refused)).toBe('seats-unavailable');
  const cancel = {
    token: staff,
    headers: { 'idempotency-key': 'a'.repeat(32) },
    body: { seatIds: ['A2'], terms: 'full' },
  };
  expectStatus(await call(program.url, 'POST', `/v1/bookings/${order.bookingId}/cancel`, cancel), 200);
});
afterAll(cleanUp);

const money = (amount: number) => ({ amount, currency: 'GBP' });

it('is up to date within a second, and shows tonight’s house to its staff', async () => {
  const shown = async () => {
    const [occupancy] = items(expectStatus(await report('occupancy?by=hall', staff), 200));
    const [revenue] = items(expectStatus(await report('revenue?by=movie', staff), 200));
    return { occupancy, revenue };
  };
  const { movieId, theaterId, hallId } = cinema;
  await eventually(
    async () =>
      expect(await shown()).toEqual({
        occupancy: {
          ...{ theaterId, theater: 'Arcadia', hallId, hall: 'One', showtimes: 1, seats: 10, booked: 1 },
          ...{ held: 0, blocked: 0, available: 9, admitted: 0, occupancyPercent: 10 },
        },
        revenue: {
          ...{ movieId, movie: 'Playtime', currency: 'GBP', bookings: 1, seats: 2 },
          ...{ gross: money(2_500), refunds: money(1_250), net: money(1_250) },
        },
      }),
    1_000,
  );
});

it('answers as of a position and as of an instant, the same for ever', async () => {
  const past = expectStatus(await report(`revenue?by=movie&asOf=${beforeRefund}`, staff), 200);
  expect(past.body.position).toBe(beforeRefund);
  expect(items(past).map(({ net }) => net)).toEqual([money(2_500)]);
  const instant = text(past.body.asOf);
  const then = expectStatus(await report(`occupancy?by=hall&asOf=${instant}`, staff), 200);
  expect([then.body.asOf, items(then)[0]?.booked]).toEqual([instant, 2]);
  const long = expectStatus(await report('occupancy?asOf=2020-01-01T00:00:00Z', analyst), 200);
  expect(items(long)).toEqual([]);
});

it('lists the showtimes that a theater had at a moment, page by page, and what has changed since', async () => {
  const later = await cinema.addShowtime(3);
  const url = `/v1/theaters/${cinema.theaterId}/showtimes`;
  const had = async (query: string): Promise<readonly unknown[]> => {
    const ids: unknown[] = [];
    let cursor = '';
    do {
      const { body } = expectStatus(
        await call(program.url, 'GET', `${url}?limit=1&${query}${cursor}`, { token: staff }),
        200,
      );
      ids.push(...items({ body } as Answer).map(({ id, availableSeats }) => [id, availableSeats]));
      cursor = body.nextCursor === null ? '' : `&cursor=${text(body.nextCursor)}`;
    } while (cursor !== '');
    return ids;
  };
  const now = new Date().toISOString();
  expect(await had(`asOf=${beforeRefund}`)).toEqual([[cinema.showtimeId, 8]]);
  expect(await had(`asOf=${now}`)).toEqual([
    [cinema.showtimeId, 9],
    [later, 10],
  ]);
  expect(await had(`asOf=${now}&date=2020-01-01`)).toEqual([]);
  expect(await had('asOf=2020-01-01T00:00:00Z')).toEqual([]);
  const head = text(expectStatus(await report('revenue', staff), 200).body.position);
  const diff = await call(program.url, 'GET', `/v1/diff?from=${beforeRefund}&to=${head}`, { token: staff });
  const change = items(expectStatus(diff, 200)).find(({ id }) => id === cinema.showtimeId);
  expect(change?.seats).toEqual({ A2: ['B', 'A'] });
});

it('keeps theaters apart: another one is answered like none', async () => {
  for (const name of reportsOf) {
    const seen = [staff, stranger, analyst].map(async (token) =>
      items(expectStatus(await report(`${name}?by=hall`, token), 200)).map(({ theaterId }) => theaterId),
    );
    const [own, others, all] = await Promise.all(seen);
    expect(own?.every((id) => id === cinema.theaterId)).toBe(true);
    expect(others?.every((id) => id === foreign)).toBe(true);
    expect(new Set(all)).toEqual(new Set([...(own ?? []), ...(others ?? [])]));
    const bodies = [foreign, '01900000-0000-7000-8000-0000000000ff'].map(async (id) => {
      const answer = await report(`${name}?theaterId=${id}`, staff);
      const { requestId: _requestId, ...body } = expectStatus(answer, 404).body;
      return body;
    });
    const [foreignBody, noBody] = await Promise.all(bodies);
    expect(foreignBody).toEqual(noBody);
  }
  expect((await call(program.url, 'GET', '/v1/reports/revenue')).status).toBe(401);
});

it('writes CSV in which no text is a formula and numbers stay numbers', async () => {
  const csv = await report('occupancy?by=hall', stranger, { accept: 'text/csv' });
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const [head, row, ...rest] = csv.text.split('\r\n');
  expect(head).toBe(
    'theaterId,theater,hallId,hall,showtimes,seats,booked,held,blocked,available,admitted,occupancyPercent,position,asOf',
  );
  expect(row?.split(',').at(1)).toBe(`"'${formula.slice(0, formula.indexOf(',')).replaceAll('"', '""')}`);
  expect(rest).toEqual(['']);
  const none = await report('revenue', stranger, { accept: 'text/csv' });
  expect([none.status, none.text]).toEqual([200, 'position,asOf\r\n']);
  expect(problemOf(await report('revenue', stranger, { accept: 'image/png' }))).toBe('not-acceptable');
});

it('refuses questions that make no sense', async () => {
  const nonsense = [
    'by=seat',
    'by=',
    'from=yesterday',
    'from=2026-02-30',
    'to=2026-1-1',
    'asOf=now',
    'asOf=123',
    'asOf=99999999999999999999',
    'asOf=2026-13-01T00:00:00Z',
    'theaterId=1',
    `theaterId=${'x'.repeat(500)}`,
    "movieId=' OR 1=1",
    'limit=0',
    'limit=10001',
    'cursor=nonsense',
    'unknown=1',
    '__proto__=1',
    'by=hour&by=hall',
  ];
  for (const name of reportsOf) {
    for (const query of nonsense) {
      expect([query, problemOf(await report(`${name}?${encodeURI(query)}`, analyst))]).toEqual([
        query,
        'invalid-request',
      ]);
    }
  }
});

it('goes through pages without a gap or a repeat', async () => {
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const page = expectStatus(await report(`occupancy?limit=1${cursor}`, analyst), 200);
    seen.push(...items(page).map(({ showtimeId }) => showtimeId));
    cursor = page.body.nextCursor === null ? '' : `&cursor=${text(page.body.nextCursor)}`;
  } while (cursor !== '');
  expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
});

it('counts a refused hold for the showtime once the node has stopped', async () => {
  await program.interrupt();
  program = await startProgram({
    dataDir: program.dataDir,
    env: { RATE_LIMIT_PER_MINUTE: '0', DEMO_CATALOG: 'off' },
  });
  await eventually(
    async () =>
      expect(
        items(expectStatus(await report('lost-demand?by=business-date', staff), 200)).map(
          ({ businessDate: _date, ...row }) => row,
        ),
      ).toEqual([{ reason: 'seats-unavailable', seatType: 'regular', party: 1, refusals: 1, seats: 1 }]),
    10_000,
  );
});
