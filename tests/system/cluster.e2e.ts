/**
 * Two programs on a cluster of three EventStoreDB nodes, under load, while followers and leaders are killed, hang and come
 * back with an old log. Each seller has a seat of its own and goes from program to program with it, so that every
 * final refusal is known to be wrong, and everything acknowledged must be in the log.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClusterNode, FakeCluster } from '../support/eventstoredb/FakeCluster.ts';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { type Answer, type Call, call, problemOf, text } from './support/api.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { checkLog, readLog } from './support/log.ts';
import { orderFor } from './support/sales.ts';

const sellers = 10;
/** Every third one takes money. */
const buysEvery = 3;
const testMs = 120_000;
const patienceMs = 3_000;
const goOnWithinMs = 3_000;
/** As measured on a real cluster. */
const electionAfterHangMs = 6_000;
const deposedAnswersMs = 1_200;
/** Between two rounds of gossip. */
const rumourMs = 1_000;
const splits = 4;

describe('a cluster of three under two programs', () => {
  let cluster: FakeCluster;
  let postgres: TestPostgres;
  let programs: readonly Program[];
  let admin: string;
  let cinema: Cinema;
  let over = false;
  let selling: Promise<unknown>;
  const wrong: string[] = [];
  const held = new Set<string>();
  const booked = new Set<string>();
  /** When a program last answered a write that was sent after the last loss. */
  const wroteAtMs = new Map<string, number>();
  const urls = (): readonly string[] => programs.map(({ url }) => url);

  const leader = (): ClusterNode => {
    if (cluster.leader === undefined) throw new Error('no node leads');
    return cluster.leader;
  };
  const anotherLeads = (than: ClusterNode): Promise<ClusterNode> =>
    eventually(() => {
      const next = leader();
      if (next === than) throw new Error('it leads still');
      return next;
    }, 20_000);

  beforeAll(async () => {
    [cluster, postgres] = await Promise.all([
      FakeCluster.start({ electionAfterHangMs, deposedAnswersMs, rumourMs, electionAfterKillMs: 500 }, 2),
      startTestPostgres(),
    ]);
    const dataDir = await dataFolder();
    const databaseUrl = await postgres.createDatabase();
    const envIn = (network: number) => ({
      EVENT_LOG: 'eventstoredb',
      EVENTSTORE_URL: cluster.connectionStringIn(network),
      DATABASE_URL: databaseUrl,
      RATE_LIMIT_PER_MINUTE: '0',
    });
    programs = [
      await startProgram({ dataDir, env: envIn(0) }),
      await startProgram({ dataDir, env: envIn(1) }),
    ];
    admin = await makeToken(dataDir, 'admin');
    cinema = await openCinema(urls()[0] ?? '', admin);
    selling = Promise.all(Array.from({ length: sellers }, (_, number) => sell(number)));
    selling.catch(() => undefined);
  }, testMs);
  afterAll(async () => {
    over = true;
    await cleanUp();
    await cluster.close();
    await postgres.stop();
  });

  const isUndecided = (answer: Answer): boolean =>
    answer.status === 202 || answer.status === 503 || problemOf(answer) === 'request-in-progress';

  /** Asks one program after the other, the same each time, until it is decided. Undefined at the end, and for a refusal. */
  const insist = async (
    place: number,
    method: string,
    path: string,
    given: Call,
    mayBeRefused = false,
  ): Promise<Answer | undefined> => {
    for (let turn = place; !over; turn += 1) {
      const url = urls()[turn % programs.length] ?? '';
      const startedAtMs = performance.now();
      const ask = call(url, method, path, { ...given, timeoutMs: patienceMs });
      const answer = await ask.catch(() => undefined);
      if (answer === undefined || isUndecided(answer)) {
        await pause(50);
        continue;
      }
      if (answer.status < 300) {
        if (method !== 'GET') wroteAtMs.set(url, startedAtMs);
        return answer;
      }
      if (!mayBeRefused) wrong.push(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
      return undefined;
    }
    return undefined;
  };

  const keyed = (): Readonly<Record<string, string>> => ({ 'idempotency-key': randomUUID() });

  const buyAndCancel = async (place: number, hold: Readonly<Record<string, unknown>>): Promise<void> => {
    const { key, body, bookingId } = orderFor(hold, 'tok_ok');
    const paid = await insist(place, 'POST', '/v1/bookings', { headers: { 'idempotency-key': key }, body });
    if (paid === undefined) return;
    booked.add(bookingId);
    const headers = { 'booking-access': text(paid.body.accessToken) };
    const path = `/v1/bookings/${bookingId}`;
    for (const other of programs.keys()) await insist(place + other, 'GET', path, { headers });
    await insist(place + 1, 'POST', `${path}/cancel`, { headers: { ...headers, ...keyed() }, body: {} });
  };

  const sell = async (seller: number): Promise<void> => {
    const seatIds = [cinema.seatIds[seller * 2] ?? ''];
    // While the log is away the seats of a cancelled booking are given back a moment later.
    let mayBeTaken = false;
    for (let turn = seller; !over; turn += 1) {
      await pause(20);
      const path = `/v1/showtimes/${cinema.showtimeId}/holds`;
      const made = await insist(turn, 'POST', path, { headers: keyed(), body: { seatIds } }, mayBeTaken);
      if (made === undefined) continue;
      held.add(text(made.body.holdId));
      const hold = `/v1/holds/${text(made.body.holdId)}`;
      const headers = { 'hold-token': text(made.body.holdToken) };
      await insist(turn + 1, 'GET', hold, { headers });
      mayBeTaken = turn % buysEvery === 0;
      if (mayBeTaken) {
        await buyAndCancel(turn, made.body);
      } else {
        await insist(turn, 'POST', `${hold}/extend`, { headers: { ...headers, ...keyed() } });
        await insist(turn + 1, 'DELETE', hold, { headers });
      }
    }
  };

  /** How long it takes until each program answers a write that was sent from now on. */
  const goOn = async (): Promise<number> => {
    const sinceMs = performance.now();
    await eventually(() => {
      for (const url of urls()) expect(wroteAtMs.get(url) ?? 0).toBeGreaterThan(sinceMs);
    }, 30_000);
    return performance.now() - sinceMs;
  };

  const comeBack = async (node: ClusterNode): Promise<void> => {
    await cluster.resume(node);
    await eventually(() => expect(node.deposed).toBe(false));
    if (node.status === 'ended itself') await cluster.resume(node);
  };

  it('does not notice that a follower is killed or hangs', { timeout: testMs }, async () => {
    await goOn();
    const [killed, other] = cluster.followers;
    if (killed === undefined || other === undefined) throw new Error('two nodes should follow');
    await cluster.kill(killed);
    expect(await goOn()).toBeLessThan(goOnWithinMs);
    await comeBack(killed);
    cluster.hang(other);
    expect(await goOn()).toBeLessThan(goOnWithinMs);
    await comeBack(other);
    expect(wrong).toEqual([]);
  });

  it('goes on when the leader is killed', { timeout: testMs }, async () => {
    for (let round = 0; round < 2; round += 1) {
      const killed = leader();
      await cluster.kill(killed);
      await anotherLeads(killed);
      expect(await goOn()).toBeLessThan(goOnWithinMs);
      await comeBack(killed);
    }
    expect(wrong).toEqual([]);
  });

  it('goes on within three seconds of the election when the leader hangs, and when it comes back', {
    timeout: testMs,
  }, async () => {
    for (let round = 0; round < 2; round += 1) {
      const hung = leader();
      cluster.hang(hung);
      await anotherLeads(hung);
      expect(await goOn()).toBeLessThan(goOnWithinMs);
      await comeBack(hung);
      await goOn();
    }
    expect(wrong).toEqual([]);
  });

  it('refuses nothing while one program is still connected to a leader that was deposed', {
    timeout: testMs,
  }, async () => {
    cluster.times = { ...cluster.times, electionAfterHangMs: 1_000 };
    for (let round = 0; round < splits; round += 1) {
      const network = round % programs.length;
      const moved = programs[1 - network];
      const hung = leader();
      cluster.hang(hung);
      // It reaches only the leader, and cannot learn that another was elected.
      cluster.cutOff(network, cluster.followers);
      await anotherLeads(hung);
      const sinceMs = performance.now();
      await eventually(() => expect(wroteAtMs.get(moved?.url ?? '') ?? 0).toBeGreaterThan(sinceMs));
      await pause(500);
      await comeBack(hung);
      await cluster.reconnect(network);
      await goOn();
    }
    expect(wrong).toEqual([]);
  });

  it('has in its log what was acknowledged, and nothing is sold twice', { timeout: testMs }, async () => {
    over = true;
    await selling;
    expect(wrong).toEqual([]);
    const [url = ''] = urls();
    await checkLog(url, admin);
    const events = await readLog(url, admin);
    const heldInLog = new Set(
      events.filter(({ type }) => type === 'SeatsHeld').map(({ data }) => text(data.holdId)),
    );
    expect([...held].filter((holdId) => !heldInLog.has(holdId))).toEqual([]);
    const confirmed = new Set(
      events.filter(({ type }) => type === 'BookingConfirmed').map(({ stream }) => stream),
    );
    expect([...booked].filter((bookingId) => !confirmed.has(`booking-${bookingId}`))).toEqual([]);
    expect(held.size).toBeGreaterThan(sellers);
    expect(booked.size).toBeGreaterThan(0);
    for (const program of programs) await program.interrupt();
  });
});
