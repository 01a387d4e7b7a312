/** A known word goes in wherever a caller can put one; then the log, the database and the program's output are searched for it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { call, expectStatus, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { holdSeats } from './support/sales.ts';

const marker = 'zyxmarker';
const testMs = 150_000;

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => {
  await cleanUp();
  await server.stop();
});

const tablesWith = async (url: string, word: string): Promise<readonly unknown[]> => {
  const tables = await sqlOn(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const found: unknown[] = [];
  for (const { name } of tables) {
    const rows = await sqlOn(
      url,
      `select '${name}' as name from ${name} t where t::text ilike '%${word}%' limit 1`,
    );
    found.push(...rows.map((row) => row.name));
  }
  return found;
};

it(
  'keeps what callers say of themselves out of the log, the database and the output',
  async () => {
    const dataDir = await dataFolder();
    const databaseUrl = await server.createDatabase();
    const program = await startProgram({
      dataDir,
      env: { DATABASE_URL: databaseUrl, EVENT_LOG: 'postgres' },
    });
    const { url } = program;
    const tokenOf = (role: string) =>
      makeToken(dataDir, role, { args: ['--sub', `${marker}-${role}@example.org`] });
    const [admin, customer] = [await tokenOf('admin'), await tokenOf('customer')];
    const cinema = await openCinema(url, admin);
    const marked = { 'x-request-id': `${marker}-request`, 'user-agent': `${marker} browser` };
    const ask = (method: string, path: string, body?: object, token?: string) =>
      call(url, method, path, {
        headers: { ...marked, 'idempotency-key': `${marker}-${randomUUID()}` },
        ...(body === undefined ? {} : { body }),
        ...(token === undefined ? {} : { token }),
      });
    const person = {
      name: `Mrs ${marker}`,
      email: `${marker}@example.org`,
      phone: '+44 20 7946 0000',
    };
    const buy = async (seatId: string, token?: string) => {
      const { holdToken } = await holdSeats(url, cinema.showtimeId, [seatId]);
      const body = { holdToken, customer: person, payment: { method: 'card', token: 'tok_ok' } };
      return expectStatus(await ask('POST', '/v1/bookings', body, token), 201).body;
    };
    const [guests, own] = [await buy('A1'), await buy('B1', customer)];
    const reason = `because of ${marker}`;
    expectStatus(await ask('POST', `/v1/bookings/${text(own.bookingId)}/cancel`, { reason }, customer), 200);
    const showtime = `/v1/showtimes/${cinema.showtimeId}`;
    expectStatus(await ask('POST', `${showtime}/seats/block`, { seatIds: ['C1'], reason }, admin), 200);
    expectStatus(await ask('GET', `/v1/movies?q=${marker}`), 200);
    expectStatus(await ask('GET', `/v1/bookings?email=${marker}@example.org`, undefined, admin), 200);
    expectStatus(await ask('GET', `/v1/${marker}`), 404);
    expectStatus(await ask('POST', `${showtime}/holds`, { seatIds: [marker] }), 422);
    expectStatus(await ask('POST', `${showtime}/holds`, { [marker]: marker }), 400);
    expectStatus(await ask('POST', `${showtime}/cancel`, { reason }, admin), 200);
    const self = `/v1/customers/${marker}-customer@example.org/personal-data`;
    const { text: exported } = expectStatus(await ask('GET', self, undefined, customer), 200);
    expect(exported).toContain(person.name);
    expectStatus(await ask('DELETE', self, undefined, customer), 204);

    const { text: log } = expectStatus(
      await call(url, 'GET', '/v1/events?limit=10000', { token: admin }),
      200,
    );
    expect(log).toContain(text(guests.bookingId));
    expect(log.toLowerCase()).not.toContain(marker);
    expect(await program.interrupt()).toEqual({ code: 0, signal: null });
    // The search finds what is there.
    expect(await tablesWith(databaseUrl, text(guests.bookingId))).toEqual(
      expect.arrayContaining(['event_log.events', 'simulated_payments.ledger']),
    );
    expect(await tablesWith(databaseUrl, marker)).toEqual([]);
    const said = (program.stdout() + program.stderr()).toLowerCase();
    expect(said.split('\n').filter((line) => line.includes(marker))).toEqual([]);
  },
  testMs,
);
