/**
 * Events that the program cannot take are planted into the log of two running nodes: what is told of the showtime and the
 * booking, by which node, and what an operator does about them, over HTTP and by the command.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { createDatabaseOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { samplesOf } from '../support/prometheus.ts';
import { call, expectStatus, list, problemOf, text } from './support/api.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { startCommand } from './support/command.ts';
import { plant } from './support/poison.ts';
import { audit } from './support/proof.ts';
import { holdSeats, orderFor, payUntilDecided } from './support/sales.ts';

let postgres: TestPostgres;
let databaseUrl: string;
let dataDir: string;
let env: Readonly<Record<string, string>>;
/** Runs everything; serves HTTP only. */
let whole: Program;
let apiOnly: Program;
let token: string;
let cinema: Cinema;
let other: string;
let nodes: readonly Program[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  databaseUrl = await createDatabaseOn(postgres.connectionString);
  env = { EVENT_LOG: 'postgres', DATABASE_URL: databaseUrl, LIMIT_LOOPBACK: 'off' };
  dataDir = await dataFolder();
  whole = await startProgram({ dataDir, env });
  apiOnly = await startProgram({ dataDir, env, args: ['api'] });
  nodes = [whole, apiOnly];
  token = await makeToken(dataDir, 'admin');
  cinema = await openCinema(whole.url, token);
  other = await cinema.addShowtime(3);
});
afterAll(async () => {
  await cleanUp();
  await postgres.stop();
});

const parkedOn = async ({ url }: Program) =>
  list(expectStatus(await call(url, 'GET', '/v1/ops/parked?limit=100', { token }), 200).body.items);
const readersOf = async (node: Program, stream: string) =>
  (await parkedOn(node)).filter((each) => each.stream === stream).map(({ reader }) => text(reader));
const ask = ({ url }: Program, stream: string, verb: 'retry' | 'skip', body: object) =>
  call(url, 'POST', `/v1/ops/parked/${stream}/${verb}`, { token, body });
const shown = async ({ url }: Program, path: string) => expectStatus(await call(url, 'GET', path), 200).body;
const listed = async (node: Program) =>
  new Map(
    list((await shown(node, `/v1/theaters/${cinema.theaterId}/showtimes`)).items).map((each) => [
      text(each.id),
      each,
    ]),
  );
const sell = async (node: Program, showtimeId: string, seatIds: readonly string[]) => {
  const order = orderFor(await holdSeats(node.url, showtimeId, seatIds), 'tok_ok');
  expectStatus(await payUntilDecided(() => [node.url], order), 201);
  return order;
};
const parked = async (...args: readonly string[]) => {
  const { ended } = startCommand('parked', ['--data-dir', dataDir, ...args], env);
  return await ended;
};

it('a showtime with an event that cannot be read is shown as of before it, all others go on', async () => {
  const stream = `showtime-${cinema.showtimeId}`;
  const path = `/v1/showtimes/${cinema.showtimeId}`;
  await sell(whole, cinema.showtimeId, ['A1']);
  const before = await shown(whole, `${path}/seats?view=compact`);
  const { position, at } = await plant(databaseUrl, { stream, type: 'SalesOpened', version: 99, data: {} });
  const stale = { since: at, position: expect.any(String) };
  for (const node of nodes) {
    await eventually(async () => {
      expect((await shown(node, path)).stale).toEqual(stale);
      expect(await shown(node, `${path}/seats?view=compact`)).toEqual({ ...before, stale });
      expect((await shown(node, `${path}/seats`)).stale).toEqual(stale);
      const all = await listed(node);
      expect([all.get(cinema.showtimeId)?.stale, all.get(other)?.stale]).toEqual([stale, undefined]);
    }, 20_000);
    const told = (await parkedOn(node)).filter((each) => each.stream === stream);
    expect(told.map(({ reader }) => reader)).toContain('availability');
    for (const each of told) {
      const { revision, error, reader: _reader, kind: _kind, waiting: _waiting, ...facts } = each;
      expect(facts).toEqual({ stream, position, type: 'SalesOpened', since: at });
      expect([revision, error]).toEqual([Number(before.revision) + 1, expect.stringContaining('version 99')]);
    }
    // Others are sold, and what is told of them is up to date.
    await sell(node, other, node === whole ? ['B1', 'B2'] : ['B3']);
  }
  for (const node of nodes) {
    await eventually(async () => {
      const { availableSeats, stale: said } = Object((await listed(node)).get(other));
      expect([availableSeats, said]).toEqual([117, undefined]);
    }, 20_000);
    const samples = samplesOf(expectStatus(await call(node.url, 'GET', '/metrics'), 200).text);
    expect(samples.get('marquee_projection_parked_streams{projection="availability"}')).toBe(1);
  }
});

it('is retried in vain and then skipped on the node that does not lead, and the audit tells who did it and why', async () => {
  const stream = `showtime-${cinema.showtimeId}`;
  const readers = await readersOf(whole, stream);
  const retried = expectStatus(await ask(apiOnly, stream, 'retry', {}), 202);
  expect(list(retried.body.readers)).toEqual(readers.map((reader) => ({ reader })));
  expect(problemOf(await ask(apiOnly, stream, 'skip', {}))).toBe('invalid-request');
  await eventually(async () => expect(await readersOf(whole, stream)).toEqual(readers));

  expectStatus(await ask(apiOnly, stream, 'skip', { reason: 'written by a broken build' }), 202);
  for (const node of nodes) {
    await eventually(async () => {
      expect(await readersOf(node, stream)).toEqual([]);
      expect((await listed(node)).get(cinema.showtimeId)?.stale).toBeUndefined();
    }, 20_000);
    // Its own stream cannot be folded further by this program: that is still told.
    expect((await shown(node, `/v1/showtimes/${cinema.showtimeId}`)).stale).toBeDefined();
  }
  expect(problemOf(await ask(whole, stream, 'skip', { reason: 'twice' }))).toBe('not-parked');

  const { code, lines } = await audit({ dataDir, env });
  expect([code, lines.at(-1)]).toEqual([0, expect.stringMatching(/^0 conflicts up to position [0-9]{20}$/)]);
  const skips = lines.filter((line) => line.startsWith('skipped by hand: '));
  expect(skips).toHaveLength(readers.length);
  for (const line of skips) {
    expect(line).toContain(`passes over SalesOpened, ${stream} revision `);
    expect(line).toMatch(/; by admin [A-Za-z0-9_-]{43} at \S+Z: written by a broken build$/);
  }
});

const answerOf = async ({ url }: Program, path: string) =>
  expectStatus(await call(url, 'GET', path, { token }), 200).body;

it('a booking with an event that cannot be read is listed and skipped by the command', async () => {
  const { bookingId } = await sell(whole, other, ['C1']);
  const stream = `booking-${bookingId}`;
  await eventually(async () => {
    const { url } = whole;
    const bookings = expectStatus(await call(url, 'GET', `/v1/bookings?showtimeId=${other}`, { token }), 200);
    expect(list(bookings.body.items).map(({ bookingId: id }) => id)).toContain(bookingId);
  }, 20_000);
  const { at } = await plant(databaseUrl, { stream, type: 'TicketAdmitted', version: 99, data: {} });
  for (const { url } of nodes) {
    const { body } = expectStatus(await call(url, 'GET', `/v1/bookings/${bookingId}`, { token }), 200);
    expect([body.status, body.stale]).toEqual(['confirmed', { since: at, position: expect.any(String) }]);
  }
  await eventually(async () => {
    const readers = await readersOf(apiOnly, stream);
    expect([readers.includes('bookings'), readers.includes('reports')]).toEqual([true, true]);
  }, 20_000);
  const stale = { since: at, position: expect.any(String) };
  const { businessDate } = await answerOf(whole, `/v1/showtimes/${other}`);
  for (const node of nodes) {
    await eventually(async () => {
      const { items } = await answerOf(node, `/v1/bookings?showtimeId=${other}`);
      const said = list(items).map((each) => [each.bookingId === bookingId, each.stale]);
      expect(said.filter(([isIts]) => isIts)).toEqual([[true, stale]]);
      expect(said.filter(([isIts, itsStale]) => !isIts && itsStale !== undefined)).toEqual([]);
      const theater = `theaterId=${cinema.theaterId}`;
      for (const report of ['occupancy', 'revenue', 'funnel', 'lost-demand'])
        expect((await answerOf(node, `/v1/reports/${report}?${theater}`)).stale).toEqual(stale);
      const staleSince = async (path: string) => {
        const headers = { authorization: `Bearer ${token}`, accept: 'text/csv' };
        return (await fetch(`${node.url}${path}`, { headers })).headers.get('marquee-stale-since');
      };
      expect(await staleSince(`/v1/reports/revenue?${theater}`)).toBe(at);
      const ofDay = `/v1/settlements?businessDate=${text(businessDate)}`;
      expect((await answerOf(node, `${ofDay}&${theater}`)).stale).toEqual(stale);
      expect(await staleSince(`${ofDay}&${theater}`)).toBe(at);
      expect((await answerOf(node, '/v1/settlements?businessDate=2020-01-01')).stale).toBeUndefined();
    }, 20_000);
  }

  const told = await parked();
  expect([told.code, told.stderr]).toEqual([0, '']);
  expect(told.stdout).toContain(`${stream}  read model bookings: TicketAdmitted of `);
  expect((await parked('skip', stream)).code).toBe(2);
  const retried = await parked('retry', stream, '--reader', 'bookings');
  expect([retried.code, retried.stdout]).toEqual([1, expect.stringContaining('still parked: ')]);
  const skipped = await parked('skip', stream, '--reason', 'a test');
  expect([skipped.code, skipped.stdout]).toEqual([
    0,
    expect.stringContaining(`bookings: ${stream} is free\n`),
  ]);
  expect(await readersOf(whole, stream)).toEqual([]);
  await eventually(async () => {
    const { stale: said } = await answerOf(whole, `/v1/reports/revenue?theaterId=${cinema.theaterId}`);
    expect(said).toBeUndefined();
  }, 20_000);
  const again = await parked('skip', stream, '--reason', 'a test');
  expect([again.code, again.stdout]).toEqual([1, `${stream} is not parked\n`]);
  expect((await audit({ dataDir, env })).code).toBe(0);
}, 240_000);

it('stays skipped after a restart and in a rebuild', async () => {
  await whole.interrupt();
  whole = await startProgram({ dataDir, env });
  await eventually(async () => {
    const answer = expectStatus(await call(whole.url, 'GET', '/v1/ops/projections', { token }), 200);
    const { state, parked: count } = Object(
      list(answer.body.items).find(({ name }) => name === 'availability'),
    );
    expect([state, count]).toEqual(['live', 0]);
  }, 30_000);
  expect(await parkedOn(whole)).toEqual([]);
  const { ended } = startCommand(
    'rebuild',
    ['availability', '--check', '--data-dir', dataDir, '--quiet'],
    env,
  );
  const { code, stdout } = await ended;
  expect([code, stdout]).toEqual([0, expect.stringContaining('availability: identical')]);
}, 240_000);
