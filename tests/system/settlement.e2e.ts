/** A program on a log whose shows are over: it settles their days, closes their books, and says what changed later and why. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { call, expectStatus, list, problemOf, text } from './support/api.ts';
import { fillLog } from './support/authoredLog.ts';
import { startCommand } from './support/command.ts';

const showtimes = 41;
const dayMs = 86_400_000;
/** Its shows ended more than thirty days ago. */
const madeAtMs = Date.now() - 60 * dayMs;

let postgres: TestPostgres;
let program: Program;
let env: Readonly<Record<string, string>>;
let [admin, analyst, staff, stranger] = ['', '', '', ''];
let first: { readonly theaterId: string; readonly businessDate: string; readonly upTo: string };

const eventsOf = async (type: string) => {
  const path = `/v1/events?type=${type}&limit=10000`;
  const { text: lines } = expectStatus(await call(program.url, 'GET', path, { token: analyst }), 200);
  return lines
    .split('\n')
    .flatMap((line) =>
      line === '' ? [] : [JSON.parse(line) as { data: typeof first & { lines: object[] } }],
    );
};
const get = (path: string, token: string, headers: Record<string, string> = {}) =>
  call(program.url, 'GET', path, { token, headers });

beforeAll(async () => {
  postgres = await startTestPostgres();
  const [dataDir, DATABASE_URL] = [await dataFolder(), await postgres.createDatabase()];
  await fillLog(DATABASE_URL, showtimes, { madeAtMs });
  env = { EVENT_LOG: 'postgres', DATABASE_URL };
  program = await startProgram({ dataDir, env: { ...env, RATE_LIMIT_PER_MINUTE: '0' } });
  env = { ...env, DATA_DIR: dataDir };
  [admin, analyst] = [await makeToken(dataDir, 'admin'), await makeToken(dataDir, 'analyst')];
  await eventually(async () => expect((await eventsOf('ShowtimeSummarized')).length).toBe(showtimes), 30_000);
  const days = await eventually(async () => {
    const found = await eventsOf('SettlementIssued');
    expect(found.length).toBeGreaterThan(1);
    return found;
  }, 90_000);
  const [day] = days.toSorted((one, other) => other.data.lines.length - one.data.lines.length);
  if (day === undefined) throw new Error('no statement');
  first = day.data;
  staff = await makeToken(dataDir, 'staff', { args: ['--theater', first.theaterId] });
  const other = days.find(({ data }) => data.theaterId !== first.theaterId)?.data.theaterId ?? '';
  stranger = await makeToken(dataDir, 'staff', { args: ['--theater', other] });
});
afterAll(async () => {
  await cleanUp();
  await postgres.stop();
});

const ofDay = (more = '') =>
  `/v1/settlements?businessDate=${first.businessDate}&theaterId=${first.theaterId}${more}`;

it('issues a statement whose figures are those that the answer gives for its position', async () => {
  const [issued] = (await eventsOf('SettlementIssued')).filter(
    ({ data }) =>
      data.upTo === first.upTo &&
      data.theaterId === first.theaterId &&
      data.businessDate === first.businessDate,
  );
  const { body } = expectStatus(await get(ofDay('&statement=1'), staff), 200);
  expect([body.position, body.businessDate, body.nextCursor]).toEqual([first.upTo, first.businessDate, null]);
  const shown = list(body.items).map(({ movieId, gross, net, share, seats }) => ({
    movieId,
    gross,
    net,
    share,
    seats,
  }));
  const money = (amount: unknown) => ({ amount, currency: 'USD' });
  expect(shown).toEqual(
    issued?.data.lines.map((line) => {
      const { movieId, gross, net, share, seats } = line as Record<string, unknown>;
      return { movieId, gross: money(gross), net: money(net), share: money(share), seats };
    }),
  );
  expect(list(body.statements).map(({ number, upTo }) => [number, upTo])).toEqual([[1, first.upTo]]);
});

it('restates the share when terms are agreed, and says that it was they', async () => {
  const [line] = list(expectStatus(await get(ofDay(), staff), 200).body.items);
  const movieId = text(line?.movieId);
  const path = `/v1/movies/${movieId}/terms`;
  const terms = {
    distributor: 'Northlight Releasing',
    runsFrom: first.businessDate,
    weeklySharesBp: [5_500, 5_000],
  };
  expect(problemOf(await get(path, analyst))).toBe('not-found');
  expect((await call(program.url, 'PUT', path, { token: staff, body: terms })).status).toBe(403);
  const put = expectStatus(await call(program.url, 'PUT', path, { token: admin, body: terms }), 200);
  expect(put.body).toEqual({ ...terms, version: 1 });
  const stale = await call(program.url, 'PUT', path, {
    token: admin,
    body: terms,
    headers: { 'if-match': '"7"' },
  });
  expect(problemOf(stale)).toBe('stale-version');
  const headers = { 'marquee-min-position': put.headers.get('marquee-position') ?? '' };

  const [after] = list(expectStatus(await get(ofDay(), staff, headers), 200).body.items);
  const { amount: net } = Object(after?.net) as { amount: number };
  const share = { amount: Math.floor((net * 5_500 + 5_000) / 10_000), currency: 'USD' };
  expect([after?.share, after?.terms]).toEqual([
    share,
    { distributor: 'Northlight Releasing', week: 1, sharePercent: 55 },
  ]);
  const adjustments = `/v1/settlements/adjustments?businessDate=${first.businessDate}&theaterId=${first.theaterId}&from=${first.upTo}`;
  const { body } = expectStatus(await get(adjustments, staff, headers), 200);
  const [changed] = list(body.items);
  const csv = expectStatus(await get(adjustments, staff, { ...headers, accept: 'text/csv' }), 200);
  const [columns = [], ...rows] = csv.text
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
  expect([rows.length, rows[0]?.[columns.indexOf('share')]]).toEqual([1, String(share.amount)]);
  expect([list(body.items).length, changed?.movieId, Object(changed?.difference).share]).toEqual([
    1,
    movieId,
    share,
  ]);
  expect(body.events).toEqual([]);
  expect(list(body.termsAgreed).map((each) => each.movieId)).toEqual([movieId]);
});

it('names the event of a cancellation that came after the statement', async () => {
  const booked = await eventsOf('BookingInitiated');
  const show = (await eventsOf('ShowtimeScheduled')).find(
    ({ data }) => data.theaterId === first.theaterId && data.businessDate === first.businessDate,
  );
  const { showtimeId } = Object(show?.data);
  const { bookingId } = Object(booked.find(({ data }) => Object(data).showtimeId === showtimeId)?.data);
  const cancel = { token: staff, headers: { 'idempotency-key': 'c'.repeat(32) }, body: { terms: 'full' } };
  const done = expectStatus(await call(program.url, 'POST', `/v1/bookings/${bookingId}/cancel`, cancel), 200);
  const headers = { 'marquee-min-position': done.headers.get('marquee-position') ?? '' };
  const adjustments = `/v1/settlements/adjustments?businessDate=${first.businessDate}&theaterId=${first.theaterId}&from=${first.upTo}`;
  const { body } = expectStatus(await get(adjustments, staff, headers), 200);
  const [{ type, what, stream, showtimeId: of } = {}] = list(body.events);
  expect({ type, what, stream, of }).toEqual({
    ...{ type: 'CancellationAccepted', what: 'cancelled' },
    ...{ stream: `booking-${bookingId}`, of: showtimeId },
  });
});

it('is a table for a spreadsheet and a page to sign', async () => {
  const csv = expectStatus(await get(ofDay('&statement=1'), staff, { accept: 'text/csv' }), 200);
  expect(csv.text.split('\r\n')[0]).toBe(
    'theaterId,theater,movieId,movie,currency,showtimes,bookings,seats,seatsReturned,gross,refunds,net,share,distributor,week,sharePercent,businessDate,position,asOf',
  );
  const pdf = expectStatus(await get(ofDay('&statement=1'), staff, { accept: 'application/pdf' }), 200);
  expect([pdf.text.slice(0, 5), pdf.headers.get('content-type')]).toEqual(['%PDF-', 'application/pdf']);
  expect(problemOf(await get(ofDay(), staff, { accept: 'image/png' }))).toBe('not-acceptable');
});

it('is shown to the staff of the theater and to nobody else', async () => {
  expect(problemOf(await get(ofDay(), stranger))).toBe('not-found');
  const own = expectStatus(await get(`/v1/settlements?businessDate=${first.businessDate}`, stranger), 200);
  expect(list(own.body.items).filter(({ theaterId }) => theaterId === first.theaterId)).toEqual([]);
  expect(problemOf(await get(ofDay('&statement=9'), staff))).toBe('not-found');
  expect(problemOf(await get('/v1/settlements', analyst))).toBe('invalid-request');
});

it('closes the books of a show, which its staff can read', async () => {
  const show = (await eventsOf('ShowtimeScheduled')).find(({ data }) => data.theaterId === first.theaterId);
  const path = `/v1/showtimes/${Object(show?.data).showtimeId}/summary`;
  const { body } = expectStatus(await get(path, staff), 200);
  const sold = list(body.sold).reduce((sum, { seats }) => sum + Number(seats), 0);
  expect([body.isCancelled, sold, Number(body.booked) > 0]).toEqual([false, body.booked, true]);
  expect(problemOf(await get(path, stranger))).toBe('not-found');
  expect(problemOf(await get(`${path}?asOf=${'0'.repeat(19)}9`, staff))).toBe('not-found');
});

it('leaves a log that the audit finds whole', async () => {
  const { code, stdout, stderr } = await startCommand('audit', ['--quiet'], env).ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^0 conflicts up to position \d{20}$/m);
});
