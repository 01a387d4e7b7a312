/**
 * A known word goes in through every input that the OpenAPI document has: each in a request of its own, and those that take
 * it also in one that succeeds. Then the log, the database and the program's output are searched for it. A new input that is
 * in neither fails here.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { sqlOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { startTestSmtp, type TestSmtp } from '../support/smtp.ts';
import { type Answer, call, expectStatus, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import {
  type Description,
  exampleOf,
  type Input,
  inputsOf,
  placesOf,
  type Request,
  withWord,
} from './support/inputs.ts';
import { plant } from './support/poison.ts';
import { holdSeats } from './support/sales.ts';
import { readTicketCode } from './support/tickets.ts';

const marker = 'zyxmarker';
const phone = '+44 7700 900 957';
/** In place of the marker, where a text stands in the log as it is. */
const catalogWord = 'qqcatalog';
const testMs = 240_000;

let server: TestPostgres;
let smtp: TestSmtp;
beforeAll(async () => {
  server = await startTestPostgres();
  smtp = await startTestSmtp();
});
afterAll(async () => {
  await cleanUp();
  await smtp.close();
  await server.stop();
});

const catalogWrites = new Set([
  'POST /v1/movies',
  'PUT /v1/movies/{id}',
  'PUT /v1/movies/{id}/terms',
  'POST /v1/theaters',
  'PUT /v1/theaters/{id}',
  'POST /v1/theaters/{id}/halls',
  'POST /v1/theaters/{id}/halls/import',
  'PUT /v1/halls/{id}',
  'POST /v1/halls/{id}/layouts',
  'POST /v1/showtimes',
]);

/** Texts that events hold in clear: the catalog's own. */
const isClear = ({ operation, place, fitting }: Input): boolean =>
  fitting !== undefined && catalogWrites.has(operation) && place.startsWith('body ');

/** Inputs whose form a word could have, and which no request with it succeeds for. */
const neverTaken: readonly (readonly [place: RegExp, why: string])[] = [
  [/^(path|query|body) (id|\w+Id|name)$/, 'names a thing, and there is none of that name'],
  [/^(path stream|body reader)$/, 'names a parked stream or a reader, and there is none of that name'],
  [/^query cursor$/, 'is given by the program'],
  [/^query stream$/, 'begins with a kind of stream that there is'],
  [/^(query seatIds|body seatIds\.\*)$/, 'is a seat of the hall'],
  [/^body ticketTypes\.\{key\}$/, 'is a seat that was asked for'],
  [/^body (promoCode|addOns\.\*\.id)$/, 'nothing of the kind is sold yet'],
  [/^body (holdToken|code|reference|refreshToken)$/, 'is given by the program'],
  [/^body (response|clientExtensionResults)\./, 'is signed by an authenticator'],
  [/^header (if-match|last-event-id)$/, 'is given by the program'],
  [/^path \*$/, 'names a tile by its numbers'],
  [/^header bot-check$/, 'answers a challenge of the program'],
];

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

const mailedCode = async (kind: 'access code' | 'sign-in code', email: string): Promise<string> => {
  const mail = await eventually(() => {
    const found = smtp.received.find(({ to, data }) => to.includes(email) && data.includes(kind));
    if (found === undefined) throw new Error('no mail with a code yet');
    return found.data.replaceAll('\r', '');
  }, 60_000);
  return /^[0-9]{8}$/m.exec(mail)?.[0] ?? '';
};

it(
  'keeps what callers say out of the log, the database and the output',
  async () => {
    const dataDir = await dataFolder();
    const databaseUrl = await server.createDatabase();
    const program = await startProgram({
      dataDir,
      env: {
        DATABASE_URL: databaseUrl,
        LIMIT_LOOPBACK: 'off',
        EVENT_LOG: 'postgres',
        SMTP_URL: smtp.url,
        MAIL_FROM: 'tickets@example.org',
      },
    });
    const { url } = program;
    const tokenOf = (role: string) =>
      makeToken(dataDir, role, { args: ['--sub', `${marker}-${role}@example.org`] });
    const [admin = '', customer = '', gate = ''] = await Promise.all(
      ['admin', 'customer', 'gate'].map(tokenOf),
    );
    const cinema = await openCinema(url, admin);
    const description = (await call(url, 'GET', '/openapi.json')).body as unknown as Description;
    const inputs = inputsOf(description, marker);

    const sent = new Set<string>();
    const taken = new Set<string>();
    const everywhere = {
      'x-request-id': `${marker}-request`,
      'user-agent': `${marker} browser`,
      referer: `https://${marker}.example.org/`,
      cookie: `session=${marker}`,
      'x-forwarded-for': marker,
      traceparent: marker,
    };
    /** `request` is that of an operation as the document names it. */
    const ask = async (operation: string, request: Request, token?: string): Promise<Answer> => {
      const [method = '', template = ''] = operation.split(' ');
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(request.path?.[name] ?? '1'),
      );
      const query = new URLSearchParams(request.query ?? {}).toString();
      const answer = await call(url, method, query === '' ? path : `${path}?${query}`, {
        headers: { ...everywhere, ...request.header },
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(token === undefined ? {} : { token }),
      });
      for (const word of [marker, catalogWord]) {
        for (const place of placesOf(request, word)) {
          sent.add(`${operation} ${place}`);
          // Both are remembered.
          if (answer.status < 300 || answer.status === 402) taken.add(`${operation} ${place}`);
        }
      }
      return answer;
    };
    const keyed = () => ({ 'idempotency-key': `${marker}-${randomUUID()}` });

    // Each input alone, most of them refused.
    const callerOf = (operation: string): string => {
      if (operation === 'POST /v1/checkins') return gate;
      return operation.includes('/v1/me/') ? customer : admin;
    };
    const idIn = (operation: string): { readonly id?: string } => {
      // A stream of a showtime that there is would not end.
      if (operation.endsWith('/stream')) return {};
      if (operation.includes('/movies/{id}')) return { id: cinema.movieId };
      if (operation.includes('/theaters/{id}')) return { id: cinema.theaterId };
      if (operation.includes('/halls/{id}')) return { id: cinema.hallId };
      return operation.includes('/showtimes/{id}') ? { id: cinema.showtimeId } : {};
    };
    for (const input of inputs) {
      const { operation, place, fitting = marker } = input;
      const word = isClear(input) ? fitting.replace(marker, catalogWord) : fitting;
      const example = exampleOf(description, operation);
      const real = operation.startsWith('GET ')
        ? { ...example, path: { ...example.path, ...idIn(operation) } }
        : example;
      const request = withWord(real, place, word);
      const { status } = await ask(operation, request, callerOf(operation));
      expect([`${operation} ${place}`, status], 'an error of ours').not.toEqual([
        `${operation} ${place}`,
        500,
      ]);
    }
    expect((await call(url, 'GET', `/v1/${marker}?q=${marker}`, { headers: everywhere })).status).toBe(404);
    const webhook = { headers: { 'stripe-signature': marker }, body: { id: marker } };
    expect((await call(url, 'POST', '/v1/webhooks/stripe', webhook)).status).toBeGreaterThanOrEqual(400);

    // What takes the word, taken.
    const person = { name: `Mrs ${marker}`, email: `${marker}@example.org`, phone };
    const buy = async (seatIds: readonly string[], token?: string) => {
      const { holdToken } = await holdSeats(url, cinema.showtimeId, seatIds);
      const payment = { method: 'card', token: `tok_ok` };
      const body = { holdToken, customer: person, payment };
      return expectStatus(await ask('POST /v1/bookings', { header: keyed(), body }, token), 201).body;
    };
    const [guests, own] = [await buy(['A1', 'A2']), await buy(['B1'], customer)];
    const { holdToken } = await holdSeats(url, cinema.showtimeId, ['D1']);
    const declined = { holdToken, customer: person, payment: { method: marker, token: `tok_${marker}` } };
    expectStatus(await ask('POST /v1/bookings', { header: keyed(), body: declined }), 402);
    const reason = `because of ${marker}`;
    const ofShow = { path: { id: cinema.showtimeId } };
    const done = async (operation: string, request: Request, token?: string) =>
      expectStatus(await ask(operation, request, token), 200).body;
    await done(
      'POST /v1/bookings/{id}/cancel',
      { path: { id: text(own.bookingId) }, header: keyed(), body: { reason } },
      customer,
    );
    for (const what of ['block', 'unblock']) {
      const body = { seatIds: ['C1'], reason };
      await done(`POST /v1/showtimes/{id}/seats/${what}`, { ...ofShow, body }, admin);
    }
    const ofUnit = { number: marker, zone: marker, unitId: marker, category: marker };
    const drawn = [
      { ...ofUnit, id: marker },
      { ...ofUnit, number: '2', label: `${marker} 2` },
    ];
    await done(
      'POST /v1/halls/{id}/layouts/rehearsal',
      { path: { id: cinema.hallId }, body: { rows: [{ id: marker, label: marker, seats: drawn }] } },
      admin,
    );
    const stream = `hall-${randomUUID()}`;
    await plant(databaseUrl, { stream, type: 'HallBuilt', version: 99, data: {} });
    await eventually(async () => {
      expect((await ask('GET /v1/ops/parked', {}, admin)).text).toContain(stream);
    }, 20_000);
    for (const verb of ['retry', 'skip']) {
      const asked = { path: { stream }, body: { reason } };
      expectStatus(await ask(`POST /v1/ops/parked/{stream}/${verb}`, asked, admin), 202);
    }
    const access = { 'booking-access': text(guests.accessToken) };
    const code = await readTicketCode(url, `/v1/bookings/${text(guests.bookingId)}`, access);
    const where = `the door of ${marker}`;
    const admitted = await done('POST /v1/checkins', { header: keyed(), body: { code, where } }, gate);
    expectStatus(await ask('POST /v1/checkins', { body: { code, where } }, gate), 409);
    await done(
      'POST /v1/checkins/{checkinId}/undo',
      { path: { checkinId: text(admitted.checkinId) }, body: { reason } },
      gate,
    );
    const recovery = { reference: text(guests.reference), email: person.email };
    expectStatus(await ask('POST /v1/bookings/recover', { header: keyed(), body: recovery }), 202);
    const mailed = await mailedCode('access code', person.email);
    const wrong = { ...recovery, code: marker };
    expectStatus(await ask('POST /v1/bookings/recover/confirm', { header: keyed(), body: wrong }), 422);
    const { accessToken } = await done('POST /v1/bookings/recover/confirm', {
      header: keyed(),
      body: { ...recovery, code: mailed },
    });
    const email = `sign-in-${person.email}`;
    expectStatus(await ask('POST /v1/sign-in/email', { header: keyed(), body: { email } }), 202);
    const signInCode = await mailedCode('sign-in code', email);
    const signIn = { header: keyed(), body: { email, code: signInCode } };
    const signedIn = await done('POST /v1/sign-in/email/confirm', signIn);
    const { refreshToken } = signedIn;
    const refreshed = await done('POST /v1/sessions/refresh', { header: keyed(), body: { refreshToken } });
    expectStatus(await ask('GET /v1/bookings', { query: { email: person.email } }, admin), 200);
    const searched = { theaterId: cinema.theaterId, q: marker };
    expectStatus(await ask('GET /v1/bookings', { query: searched }, admin), 200);
    const failed = await ask('GET /v1/checkins/failed', { query: { showtimeId: cinema.showtimeId } }, gate);
    expect(failed.text).toContain(where);
    await done('POST /v1/showtimes/{id}/cancel', { ...ofShow, body: { reason } }, admin);
    const self = { path: { customerId: `${marker}-customer@example.org` } };
    const personal = '/v1/customers/{customerId}/personal-data';
    const exported = expectStatus(await ask(`GET ${personal}`, self, customer), 200);
    expect(exported.text).toContain(person.name);
    expectStatus(await ask(`DELETE ${personal}`, self, customer), 204);

    const nameOf = ({ operation, place }: Input) => `${operation} ${place}`;
    expect(inputs.length).toBeGreaterThan(300);
    expect(inputs.map(nameOf).filter((name) => !sent.has(name))).toEqual([]);
    /** Of a header it is enough that one operation took it. */
    const wasTaken = (input: Input): boolean =>
      taken.has(nameOf(input)) ||
      (input.place.startsWith('header ') && [...taken].some((name) => name.endsWith(` ${input.place}`)));
    const untried = inputs.filter(
      (input) =>
        input.fitting !== undefined &&
        !isClear(input) &&
        !neverTaken.some(([place]) => place.test(input.place)) &&
        !wasTaken(input),
    );
    expect(untried.map(nameOf)).toEqual([]);

    const { text: log } = expectStatus(
      await call(url, 'GET', '/v1/events?limit=10000', { token: admin }),
      200,
    );
    expect(log).toContain(text(guests.bookingId));
    expect(await program.interrupt()).toEqual({ code: 0, signal: null });
    // The search finds what is there.
    expect(await tablesWith(databaseUrl, text(guests.bookingId))).toEqual(
      expect.arrayContaining(['event_log.events', 'simulated_payments.ledger']),
    );
    // Log lines are written together: the output is whole only now.
    const said = (program.stdout() + program.stderr()).toLowerCase();
    expect(said).toContain('/v1/bookings/recover/confirm');
    const tokens = [guests, signedIn, refreshed].map((each) => text(each.accessToken));
    const others = [accessToken, refreshToken, refreshed.refreshToken].map(text);
    for (const secret of [marker, phone, mailed, signInCode, ...tokens, ...others]) {
      const word = secret.toLowerCase();
      expect(log.toLowerCase()).not.toContain(word);
      expect(await tablesWith(databaseUrl, word)).toEqual([]);
      expect(said.split('\n').filter((line) => line.includes(word))).toEqual([]);
    }
  },
  testMs,
);
