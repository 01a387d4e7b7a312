/**
 * The program, its database or both are killed in the middle of a sale, and stopped by Ctrl-C: what was acknowledged
 * is there, nothing is half done, nobody is left running, and selling goes on.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { databaseServersIn, expectNoProcesses, postmasterIn, sendSignal } from '../support/processes.ts';
import {
  cleanUp,
  dataFolder,
  killPrograms,
  makeToken,
  type Program,
  spawnProgram,
  startProgram,
} from '../support/program.ts';
import { call, expectStatus, text } from './support/api.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { type Crowd, expectToldIsLogged, openCrowd, playGuest } from './support/guests.ts';
import { checkLog, expectSeatMapsFromLog, readLog, streamOf } from './support/log.ts';

const guests = 60;
const steps = 12;
/** Holds acknowledged before the blow falls: enough for batches to be in flight. */
const holdsBefore = 60;
const testMs = 90_000;

/** One folder for all: what each test leaves must be good enough for the next to start on. */
let dataDir: string;

beforeAll(async () => {
  dataDir = await dataFolder();
});
afterEach(killPrograms);
afterAll(cleanUp);

interface Sale {
  readonly token: string;
  readonly cinema: Cinema;
  readonly crowd: Crowd;
  /** Where the guests go from now on. */
  moveTo(...programs: readonly Program[]): void;
}

const openSale = async (...programs: readonly [Program, ...Program[]]): Promise<Sale> => {
  const [first] = programs;
  const token = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(first.url, token, { rows: 20, seatsPerRow: 20 });
  let urls = programs.map(({ url }) => url);
  let turn = 0;
  const crowd = openCrowd({
    nextUrl: () => urls[turn++ % urls.length] ?? '',
    showtimeId: cinema.showtimeId,
    seatIds: cinema.seatIds,
    mayVanish: true,
  });
  const moveTo = (...open: readonly Program[]): void => {
    urls = open.map(({ url }) => url);
  };
  return { token, cinema, crowd, moveTo };
};

/** The guests play; once they are in full swing the blow falls; they insist until all is answered. */
const sellThrough = async (crowd: Crowd, blow: () => Promise<void>): Promise<void> => {
  const playing = Promise.all(
    Array.from({ length: guests }, (_, index) => playGuest(crowd, 7_000 + index, steps)),
  );
  // It is awaited below; a failure before that must not go unhandled.
  playing.catch(() => undefined);
  await eventually(() => expect(crowd.holds.length).toBeGreaterThan(holdsBefore), 20_000);
  await blow();
  await playing;
};

const expectSound = async ({ token, cinema, crowd }: Sale, ...open: readonly Program[]): Promise<void> => {
  const urls = open.map(({ url }) => url);
  const [first = ''] = urls;
  expectToldIsLogged(crowd, await readLog(first, token, streamOf(cinema.showtimeId)));
  await expectSeatMapsFromLog(urls, token, cinema.showtimeId);
  await checkLog(first, token);
};

const expectStops = async (program: Program): Promise<void> => {
  expect(await program.interrupt()).toEqual({ code: 0, signal: null });
  await expectNoProcesses(program.dataDir);
};

describe('killed in the middle of a sale', () => {
  it(
    'the program: started again it goes on where it was',
    async () => {
      const program = await startProgram({ dataDir });
      const sale = await openSale(program);
      let again = program;
      await sellThrough(sale.crowd, async () => {
        await program.kill();
        again = await startProgram({ dataDir: dataDir });
        sale.moveTo(again);
      });
      await expectSound(sale, again);
      await expectStops(again);
    },
    testMs,
  );

  it(
    'its Postgres: the program starts it again and needs no help',
    async () => {
      const program = await startProgram({ dataDir });
      const sale = await openSale(program);
      await sellThrough(sale.crowd, async () => {
        const killed = postmasterIn(dataDir);
        sendSignal(killed, 'SIGKILL');
        await eventually(() => expect(postmasterIn(dataDir)).not.toBe(killed), 30_000);
      });
      await expectSound(sale, program);
      await expectStops(program);
    },
    testMs,
  );

  it(
    'both at once, again while starting',
    async () => {
      const program = await startProgram({ dataDir });
      const sale = await openSale(program);
      let again = program;
      await sellThrough(sale.crowd, async () => {
        for (const pid of databaseServersIn(dataDir)) sendSignal(pid, 'SIGKILL');
        await program.kill();
        const unlucky = startProgram({ dataDir: dataDir });
        unlucky.catch(() => undefined);
        await eventually(() => postmasterIn(dataDir), 20_000);
        await unlucky.then((up) => up.kill()).catch(() => undefined);
        for (const pid of databaseServersIn(dataDir)) sendSignal(pid, 'SIGKILL');
        again = await startProgram({ dataDir: dataDir });
        sale.moveTo(again);
      });
      await expectSound(sale, again);
      await expectStops(again);
    },
    testMs,
  );

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'the first of two by %s: the second goes on with the first one’s database',
    async (signal) => {
      const first = await startProgram({ dataDir });
      const second = await startProgram({ dataDir });
      const sale = await openSale(first, second);
      const postmaster = postmasterIn(dataDir);
      await sellThrough(sale.crowd, async () => {
        const ended = signal === 'SIGINT' ? first.interrupt() : first.kill();
        sale.moveTo(second);
        expect([undefined, { code: 0, signal: null }]).toContainEqual(await ended);
      });
      expect(postmasterIn(dataDir)).toBe(postmaster);
      await expectSound(sale, second);
      await expectStops(second);
    },
    testMs,
  );
});

/** A hold whose headers have arrived and whose body has not: the server said "continue". */
const beginHold = async (url: string, path: string, body: string): Promise<Socket> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    [
      `POST ${path} HTTP/1.1`,
      `host: ${hostname}:${port}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      'expect: 100-continue',
      'connection: close',
      '\r\n',
    ].join('\r\n'),
  );
  const [said] = await once(socket, 'data');
  expect(String(said)).toMatch(/^HTTP\/1\.1 100 /);
  return socket;
};

const restOf = async (socket: Socket): Promise<string> => {
  const chunks: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  await once(socket, 'close', { signal: AbortSignal.timeout(20_000) });
  return chunks.join('');
};

describe('Ctrl-C', () => {
  it(
    'answers what is in flight, then stops everything',
    async () => {
      const program = await startProgram({ dataDir });
      const { cinema, token, crowd } = await openSale(program);
      const seats = `/v1/showtimes/${cinema.showtimeId}/seats?view=compact`;
      const { revision } = expectStatus(await call(program.url, 'GET', seats), 200).body;
      const waiting = call(program.url, 'GET', `${seats}&since=${String(revision)}&wait=25`);
      const body = JSON.stringify({ seatIds: ['A1', 'A2'] });
      const socket = await beginHold(program.url, `/v1/showtimes/${cinema.showtimeId}/holds`, body);
      const rest = restOf(socket);

      const startedMs = performance.now();
      const exit = program.interrupt();
      expect([200, 304]).toContain((await waiting).status);
      expect(performance.now() - startedMs).toBeLessThan(5_000);
      socket.write(body);
      const answer = await rest;
      expect(answer).toMatch(/^HTTP\/1\.1 201 /m);

      expect(await exit).toEqual({ code: 0, signal: null });
      expect(program.told()).toEqual([]);
      await expectNoProcesses(dataDir);

      const again = await startProgram({ dataDir });
      const events = await readLog(again.url, token, streamOf(crowd.showtimeId));
      expect(events.filter(({ type }) => type === 'SeatsHeld')).toHaveLength(1);
      await expectStops(again);
    },
    testMs,
  );

  it(
    'during a sale loses nothing, and neither does a second and a third Ctrl-C',
    async () => {
      const program = await startProgram({ dataDir });
      const sale = await openSale(program);
      let again = program;
      await sellThrough(sale.crowd, async () => {
        const exits = await Promise.all([program.interrupt(), program.interrupt(), program.interrupt()]);
        for (const exit of exits) expect(exit).toEqual({ code: 0, signal: null });
        await expectNoProcesses(dataDir);
        again = await startProgram({ dataDir: dataDir });
        sale.moveTo(again);
      });
      await expectSound(sale, again);
      await expectStops(again);
    },
    testMs,
  );

  it('while the program is still starting leaves nobody behind', async () => {
    const starting = spawnProgram({ dataDir });
    await eventually(() => postmasterIn(dataDir), 30_000);
    expect(await starting.interrupt()).toEqual({ code: 0, signal: null });
    await expectNoProcesses(dataDir);
  });
});

describe('a hold that runs out', () => {
  const holdTtlMs = 1_500;

  it('is recorded within about a second by the sweeper', async () => {
    const program = await startProgram({ dataDir });
    const token = await makeToken(dataDir, 'admin');
    const { showtimeId } = await openCinema(program.url, token, { holdTtlMs });
    const made = expectStatus(
      await call(program.url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body: { seatIds: ['A1'] } }),
      201,
    );
    const expired = await eventually(async () => {
      const events = await readLog(program.url, token, streamOf(showtimeId));
      const found = events.find(({ type }) => type === 'HoldExpired');
      if (found === undefined) throw new Error('not yet');
      return found;
    }, 15_000);
    expect(expired.data).toEqual({ holdId: made.body.holdId, seatIds: ['A1'] });
    expect(expired.metadata.actor.role).toBe('system');
    const lateMs = Date.parse(expired.at) - Date.parse(text(made.body.expiresAt));
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(5_000);
    await expectSeatMapsFromLog([program.url], token, showtimeId);
    await expectStops(program);
  });

  it('blocks nobody when no sweeper runs, and is recorded by whoever takes its seats', async () => {
    const program = await startProgram({ dataDir, args: ['api', 'projections'] });
    const token = await makeToken(dataDir, 'admin');
    const { showtimeId } = await openCinema(program.url, token, { holdTtlMs });
    const hold = () =>
      call(program.url, 'POST', `/v1/showtimes/${showtimeId}/holds`, {
        body: { seatIds: ['A1'] },
        headers: { 'idempotency-key': randomUUID() },
      });
    const first = expectStatus(await hold(), 201);
    const second = await eventually(async () => expectStatus(await hold(), 201), 15_000);
    const headers = { 'hold-token': text(first.body.holdToken) };
    expectStatus(await call(program.url, 'GET', `/v1/holds/${text(first.body.holdId)}`, { headers }), 410);
    const events = await readLog(program.url, token, streamOf(showtimeId));
    expect(events.slice(-3).map(({ type, data }) => [type, data.holdId])).toEqual([
      ['SeatsHeld', first.body.holdId],
      ['HoldExpired', first.body.holdId],
      ['SeatsHeld', second.body.holdId],
    ]);
    const takenAtMs = Date.parse(events.at(-1)?.at ?? '');
    expect(takenAtMs).toBeGreaterThanOrEqual(Date.parse(text(first.body.expiresAt)));
    expect(takenAtMs).toBeLessThan(Date.parse(text(first.body.expiresAt)) + 5_000);
    await checkLog(program.url, token);
    await expectStops(program);
  });
});
