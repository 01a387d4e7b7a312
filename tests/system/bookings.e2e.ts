/**
 * Whole sales on two running programs over one database: every scripted card, every way back, tickets and the gate,
 * programs killed in between. Ledger, log, bookings and seat maps tell one story, and nobody's name is anywhere.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { sqlOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { problem } from '../support/problem.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { type Answer, call, expectStatus, list, problemOf, text } from './support/api.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { checkLog, expectSeatMapsFromLog, readLog } from './support/log.ts';
import {
  amountOf,
  balanceOf,
  holdSeats,
  ledgerOf,
  type Order,
  orderFor,
  pay,
  payUntilDecided,
  withToken,
} from './support/sales.ts';
import { downloadTicket, readTicketCode } from './support/tickets.ts';

const testMs = 90_000;

let postgres: TestPostgres;
let databaseUrl: string;
let dataDir: string;
let first: Program;
let second: Program;
let admin: string;
let gate: string;
let cinema: Cinema;
let nextSeat = 0;
const programs: Program[] = [];
/** All that was told to the programs and may stand nowhere. */
const secrets = new Set<string>();
const bookingIds = new Set<string>();

const start = async (): Promise<Program> => {
  const env = { EVENT_LOG: 'postgres', DATABASE_URL: databaseUrl, RATE_LIMIT_PER_MINUTE: '0' };
  const program = await startProgram({ dataDir, env });
  programs.push(program);
  return program;
};

beforeAll(async () => {
  postgres = await startTestPostgres();
  databaseUrl = await postgres.createDatabase();
  dataDir = await dataFolder();
  [first, second] = [await start(), await start()];
  admin = await makeToken(dataDir, 'admin');
  gate = await makeToken(dataDir, 'gate');
  cinema = await openCinema(first.url, admin, { rows: 20, seatsPerRow: 12 });
});
afterAll(async () => {
  await cleanUp();
  await postgres.stop();
});

const remember = ({ bookingId, body: { holdToken, customer } }: Order): void => {
  bookingIds.add(bookingId);
  for (const each of [holdToken, customer.name, customer.email, customer.phone]) secrets.add(each);
};

const ordered = async (
  token: string,
  seats = 1,
): Promise<Order & { readonly seatIds: readonly string[] }> => {
  const seatIds = cinema.seatIds.slice(nextSeat, nextSeat + seats);
  nextSeat += seats;
  const order = orderFor(await holdSeats(first.url, cinema.showtimeId, seatIds), token);
  remember(order);
  return { ...order, seatIds };
};

const accessOf = ({ body }: Answer): Record<string, string> => {
  const token = text(body.accessToken);
  secrets.add(token);
  return { 'booking-access': token };
};

/** Bought and paid for, with what opens it. */
const bought = async (token = 'tok_ok', seats = 1) => {
  const order = await ordered(token, seats);
  const answer = expectStatus(await pay(first.url, order), 201);
  return { ...order, answer, headers: accessOf(answer), path: `/v1/bookings/${order.bookingId}` };
};

const cancel = (path: string, headers: Record<string, string>, body: object = {}, url = first.url) =>
  call(url, 'POST', `${path}/cancel`, { headers: { 'idempotency-key': randomUUID(), ...headers }, body });

const balance = async (bookingId: string) => balanceOf(await ledgerOf(second.url, admin, bookingId));

describe('a card', () => {
  it('that is good buys, once, however often and wherever the request is repeated', async () => {
    const { answer, totalMinor, ...order } = await bought('tok_ok', 2);
    const again = await pay(second.url, { ...order, totalMinor });
    expect([again.status, again.text]).toEqual([201, answer.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await balance(order.bookingId)).toEqual({
      captured: totalMinor,
      refunded: 0,
      reservationsLeft: 0,
    });
  });

  it('that is declined leaves the hold for another', async () => {
    const order = await ordered('tok_declined');
    const declined = await pay(first.url, order);
    expect([declined.status, problemOf(declined)]).toEqual([402, 'payment-declined']);
    expectStatus(await pay(second.url, withToken(order, 'tok_ok')), 201);
    expect((await balance(order.bookingId)).captured).toBe(order.totalMinor);
  });

  it.each(['tok_slow', 'tok_timeout'])(
    'that is %s is waited for',
    async (token) => {
      const order = await ordered(token);
      const pending = expectStatus(await pay(first.url, order), 202);
      expect(pending.body.status).toBe('payment_pending');
      const headers = accessOf(pending);
      await eventually(async () => {
        const path = `/v1/bookings/${order.bookingId}`;
        const { body } = expectStatus(await call(second.url, 'GET', path, { headers }), 200);
        expect(body.status).toBe('confirmed');
      }, 40_000);
      const decided = await pay(second.url, order);
      expect([decided.status, decided.body.accessToken]).toEqual([201, pending.body.accessToken]);
      expect((await balance(order.bookingId)).captured).toBe(order.totalMinor);
    },
    testMs,
  );

  it('whose money cannot be taken gives the seats back', async () => {
    const order = await ordered('tok_capture_fails');
    const failed = await payUntilDecided(() => [first.url], order);
    expect([failed.status, problemOf(failed)]).toEqual([402, 'payment-failed']);
    await eventually(async () =>
      expect(await balance(order.bookingId)).toEqual({ captured: 0, refunded: 0, reservationsLeft: 0 }),
    );
    await eventually(async () => void (await holdSeats(second.url, cinema.showtimeId, order.seatIds)));
  });

  it('whose gateway is away can be tried again', async () => {
    const order = await ordered('tok_unavailable');
    const away = await pay(first.url, order);
    expect([away.status, problemOf(away)]).toEqual([503, 'payment-unavailable']);
    expectStatus(await pay(first.url, withToken(order, 'tok_ok')), 201);
  });
});

describe('a way back', () => {
  it('is quoted, refused when the quote changed, and taken seat by seat', async () => {
    const { path, headers, seatIds, bookingId, totalMinor } = await bought('tok_ok', 3);
    const [one = ''] = seatIds;
    const quoted = await call(second.url, 'GET', `${path}/refund-quote?seatIds=${one}`, { headers });
    const { refund } = expectStatus(quoted, 200).body;
    const wrong = { seatIds: [one], expectedRefund: { amount: 1, currency: 'GBP' } };
    const changed = await cancel(path, headers, wrong);
    expect([changed.status, problemOf(changed), changed.body.refund]).toEqual([
      409,
      'refund-changed',
      refund,
    ]);
    const partial = expectStatus(
      await cancel(path, headers, { seatIds: [one], expectedRefund: refund }),
      200,
    ).body;
    expect([partial.status, partial.seatsReleased]).toEqual(['confirmed', [one]]);
    await eventually(async () => void (await holdSeats(second.url, cinema.showtimeId, [one])));
    const whole = expectStatus(await cancel(path, headers, {}, second.url), 200).body;
    expect(whole.status).toBe('cancelled');
    const books = await balance(bookingId);
    const told = [partial, whole].map((answer) => amountOf(Object(answer.refund).amount));
    expect(told[0]).toBe(amountOf(refund));
    expect(books).toEqual({
      captured: totalMinor,
      refunded: (told[0] ?? 0) + (told[1] ?? 0),
      reservationsLeft: 0,
    });
  });

  it(
    'takes longer when the refund fails, and is walked to its end',
    async () => {
      const { path, headers, bookingId } = await bought('tok_refund_fails');
      const { refund } = expectStatus(await cancel(path, headers), 200).body;
      expect(Object(refund).status).toBe('pending');
      await eventually(async () => {
        const { body } = await call(second.url, 'GET', path, { headers });
        expect(Object(body.refund).status).toBe('done');
      }, 40_000);
      expect((await balance(bookingId)).refunded).toBe(amountOf(Object(refund).amount));
    },
    testMs,
  );

  it('is nobody else’s', async () => {
    const mine = await bought();
    const theirs = await bought();
    for (const headers of [{}, theirs.headers]) {
      expect((await call(first.url, 'GET', mine.path, { headers })).status).toBe(404);
      expect((await cancel(mine.path, headers)).status).toBe(404);
    }
  });

  it(
    'is given to everybody when the cinema cancels',
    async () => {
      const showtimeId = await cinema.addShowtime(9);
      const orders: Order[] = [];
      for (const seatId of cinema.seatIds.slice(0, 5)) {
        const order = orderFor(await holdSeats(first.url, showtimeId, [seatId]), 'tok_ok');
        remember(order);
        orders.push(order);
        accessOf(expectStatus(await pay(first.url, order), 201));
      }
      const body = { reason: 'no projector' };
      expectStatus(
        await call(second.url, 'POST', `/v1/showtimes/${showtimeId}/cancel`, { token: admin, body }),
        200,
      );
      await eventually(async () => {
        const progress = await call(first.url, 'GET', `/v1/showtimes/${showtimeId}/cancellation`, {
          token: admin,
        });
        expect(progress.body).toEqual({ showtimeId, bookings: 5, refunded: 5, pending: 0 });
      }, 40_000);
      for (const { bookingId, totalMinor } of orders) {
        const { captured, refunded } = await balance(bookingId);
        expect([captured, refunded]).toEqual([totalMinor, totalMinor]);
      }
    },
    testMs,
  );
});

describe('a ticket', () => {
  it(
    'is a PDF, a PNG and an SVG, read by a stranger’s decoder, and lets in once',
    async () => {
      const { path, headers, bookingId, seatIds } = await bought('tok_ok', 2);
      const pdf = await downloadTicket(first.url, path, headers, 'application/pdf');
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      const svg = await downloadTicket(first.url, path, headers, 'image/svg+xml');
      expect(svg.toString()).toContain('<svg');
      const code = await readTicketCode(first.url, path, headers);
      const claims = JSON.parse(Buffer.from(code.split('.')[1] ?? '', 'base64url').toString());
      expect(claims).toEqual({
        ...{ bookingId, seatIds, showtimeId: cinema.showtimeId },
        ...{ reference: expect.any(String), exp: expect.any(Number) },
      });
      const checkIn = (url: string) =>
        call(url, 'POST', '/v1/checkins', { token: gate, body: { code, where: 'Door 1' } });
      const both = await Promise.all([checkIn(first.url), checkIn(second.url)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const refused = both.find(({ status }) => status === 409);
      expect(refused?.body).toEqual(
        problem('already-admitted', { admittedAt: expect.any(String), seatIds, where: 'Door 1' }),
      );
      const left = await cancel(path, headers);
      expect([problemOf(left), left.body.why]).toEqual(['not-cancellable', 'admitted']);
    },
    testMs,
  );
});

describe('a program that is killed', () => {
  it(
    'leaves nothing half done: the other one finishes every booking',
    async () => {
      const orders: Order[] = [];
      for (let count = 0; count < 24; count += 1) {
        orders.push(await ordered(count % 4 === 0 ? 'tok_slow' : 'tok_ok'));
      }
      let urls = [first.url, second.url];
      let decided = 0;
      const all = orders.map(async (order) => {
        const answer = await payUntilDecided(() => urls, order);
        decided += 1;
        return answer;
      });
      await eventually(() => expect(decided).toBeGreaterThan(4), 30_000);
      urls = [second.url];
      await first.kill();
      for (const answer of await Promise.all(all)) {
        accessOf(expectStatus(answer, 201));
      }
      for (const { bookingId, totalMinor } of orders) {
        expect(await balance(bookingId)).toEqual({ captured: totalMinor, refunded: 0, reservationsLeft: 0 });
      }
      first = await start();
    },
    testMs,
  );
});

describe('a person', () => {
  it('is exported, forgotten, and the totals stay', async () => {
    const { bookingId, path, headers, body } = await bought();
    const seen = await call(first.url, 'GET', path, { token: admin });
    const customerId = text(seen.body.customerId);
    const personal = `/v1/customers/${customerId}/personal-data`;
    const exported = await eventually(async () => {
      const answer = expectStatus(await call(first.url, 'GET', personal, { token: admin }), 200);
      expect(answer.text).toContain(body.customer.email);
      return answer;
    });
    expect(list(exported.body.bookings).map((booking) => booking.bookingId)).toEqual([bookingId]);
    expect((await call(second.url, 'DELETE', personal, { token: admin })).status).toBe(204);
    const after = expectStatus(await call(first.url, 'GET', personal, { token: admin }), 200);
    expect(after.text).not.toContain(body.customer.email);
    expect((await call(second.url, 'GET', path, { headers })).body.total).toEqual(seen.body.total);
  });
});

const columnsSql = `
  select format('select %s as line from %I.%I t', 't::text', table_schema, table_name) as statement
  from information_schema.tables
  where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;

/** Every row of every table, as text. */
const dumpDatabase = async (): Promise<string> => {
  const statements = await sqlOn(databaseUrl, columnsSql);
  const tables = await Promise.all(statements.map(({ statement }) => sqlOn(databaseUrl, text(statement))));
  return tables.flatMap((rows) => rows.map(({ line }) => text(line))).join('\n');
};

describe('afterwards', () => {
  it(
    'the log proves itself, and the seat maps are what it says',
    async () => {
      await checkLog(second.url, admin);
      await expectSeatMapsFromLog([first.url, second.url], admin, cinema.showtimeId);
    },
    testMs,
  );

  it(
    'the books are what the bookings say',
    async () => {
      for (const bookingId of bookingIds) {
        const answer = await call(first.url, 'GET', `/v1/bookings/${bookingId}`, { token: admin });
        if (answer.status === 404) continue;
        const { payment, status, total } = answer.body;
        const { captured, refunded, reservationsLeft } = await balance(bookingId);
        expect(reservationsLeft).toBe(0);
        expect(captured).toBe(amountOf(Object(payment).captured ?? { amount: 0 }));
        expect(refunded).toBe(amountOf(Object(payment).refunded ?? { amount: 0 }));
        if (status === 'confirmed') expect(captured).toBeGreaterThanOrEqual(amountOf(total));
      }
    },
    testMs,
  );

  it(
    'nobody’s name, address, card or capability stands in the log, the database or what was said',
    async () => {
      const events = JSON.stringify(await readLog(second.url, admin));
      const dump = await dumpDatabase();
      const said = programs.map((program) => program.stdout() + program.stderr()).join('\n');
      // What must be found, so that looking proves something.
      const [someBooking = ''] = bookingIds;
      for (const place of [events, dump]) expect(place).toContain(someBooking);
      expect(said).toContain('/v1/bookings');
      secrets.add('tok_refund_fails').add('tok_slow');
      expect(secrets.size).toBeGreaterThan(100);
      const found = [...secrets].filter((each) =>
        [events, dump, said].some((place) => place.toLowerCase().includes(each.toLowerCase())),
      );
      expect(found).toEqual([]);
    },
    testMs,
  );
});
