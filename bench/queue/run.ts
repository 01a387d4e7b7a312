/**
 * Measures a waiting room: `npm run bench -- queue [--callers 100000] [--seats 500]`. All callers enter, ask as often as
 * they are told to over 500 connections, and buy one seat when it is their turn; beside it, the same crowd without a room.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadSecrets } from '../../src/adapters/keys/loadSecrets.ts';
import { issueGuestSession } from '../../src/api/http/guestSession.ts';
import { queueLimits } from '../../src/domain/queue/queueLimits.ts';
import { openPeerPostgres, postmasterPid } from '../Bench.ts';
import { percentile } from '../figures.ts';
import { quickRun } from '../limits.ts';
import { processorSecondsOf, processorSecondsOfFamily } from '../processorTime.ts';
import { machineLine } from '../report.ts';
import { type Measure, table } from '../scale/Measure.ts';
import { buildStage } from '../stage.ts';
import { startNode } from '../subjects/marquee.ts';
import { buy, queueUp, type Sale } from './callers.ts';
import { type Errands, runErrands } from './connections.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    callers: { type: 'string', default: '100000' },
    seats: { type: 'string', default: '500' },
  },
});
const callers = Number(values.callers);
const seats = Number(values.seats);
/** Entries offered, and callers who come at once without a room. */
const entriesPerSecond = 1_400;
/** All have entered, and ask for a while, before the lot is drawn. */
const calmMs = 30_000;
const idleMs = 5_000;
const soldOutWithinMs = 600_000;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const stops: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

const rssMiB = (pid: number): number => {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(line) / 1_024;
};

const saleOf = (showtimeId: string): Sale & { readonly boughtAtMs: number[] } => {
  const boughtAtMs: number[] = [];
  return {
    showtimeId,
    boughtAtMs,
    bought: () => void boughtAtMs.push(performance.now()),
    isSoldOut: () => boughtAtMs.length >= seats,
  };
};

const busiest = ({ perSecond }: Errands): number => Math.max(...Array.from(perSecond, (count = 0) => count));
const told = ({ unexpected, lost }: Errands): string =>
  JSON.stringify({ ...Object.fromEntries(unexpected), lost: lost() });

const run = async (): Promise<readonly Measure[]> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-bench-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await openPeerPostgres(folder, stops);
  const bench = { folder, limits: quickRun, stops, postgres, before: undefined, seats, say };
  const { server, dataDir, adminToken } = await startNode(bench);
  const { address, port, pid } = server;
  const postmaster = postmasterPid(dataDir);
  const spent = () => (processorSecondsOf(pid) ?? 0) + (processorSecondsOfFamily(postmaster) ?? 0);
  const { showtimeIds } = await buildStage(address, adminToken, { showtimes: 2, seats, halls: 2 });
  const [withRoom = '', without = ''] = showtimeIds;
  const secrets = await loadSecrets(path.join(dataDir, 'keys'));
  const session = (): string => {
    const id = randomUUID().replaceAll('-', '');
    return issueGuestSession(secrets.guestSession, { id, issuedAtSeconds: Math.floor(Date.now() / 1_000) });
  };

  const openSale = saleOf(without);
  const openStartMs = performance.now();
  const open = await runErrands(
    port,
    (due) => {
      for (let nth = 0; nth < callers; nth += 1) {
        due.add(performance.now(), buy(openSale, `guest-session: ${session()}\r\n`));
      }
    },
    () => openSale.isSoldOut() || performance.now() - openStartMs > soldOutWithinMs,
  );
  const openMs = (openSale.boughtAtMs.at(-1) ?? Number.NaN) - openStartMs;
  say(
    `without a room: ${openSale.boughtAtMs.length} seats in ${Math.round(openMs)} ms, unexpected ${told(open)}`,
  );

  const sessions = Array.from({ length: callers }, session);
  const idleFrom = spent();
  await pause(idleMs);
  const idlePerMs = (spent() - idleFrom) / idleMs;
  const entryMs = (callers / entriesPerSecond) * 1_000;
  const { drawLeadMs, earlyDrawEntryMsMin } = queueLimits;
  // A lot is drawn before the sale only of a queue that is made in time.
  const drawsInMs = Math.max(entryMs + calmMs, drawLeadMs + 1_000);
  const saleStartsAtMs = Date.now() + drawsInMs + drawLeadMs;
  const drawsMs = performance.now() + drawsInMs;
  const saleStartsMs = drawsMs + drawLeadMs;
  const response = await fetch(`${address}/v1/queues`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
    body: JSON.stringify({
      showtimeIds: [withRoom],
      entryOpensAt: new Date(Math.min(Date.now(), saleStartsAtMs - earlyDrawEntryMsMin)).toISOString(),
      saleStartsAt: new Date(saleStartsAtMs).toISOString(),
      openAdmissionsMax: seats,
    }),
  });
  const { id: queueId } = (await response.json()) as { id: string };
  const sale = saleOf(withRoom);
  const rssBefore = rssMiB(pid);
  const startMs = performance.now();
  const marks: { readonly atMs: number; readonly seconds: number; readonly rss: number }[] = [];
  const marking = setInterval(() => {
    marks.push({ atMs: performance.now(), seconds: spent(), rss: rssMiB(pid) });
  }, 1_000);
  const room = await runErrands(
    port,
    (due) => {
      for (const [nth, each] of sessions.entries()) {
        due.add(startMs + (nth / entriesPerSecond) * 1_000, queueUp(queueId, sale, each));
      }
    },
    () => sale.isSoldOut() || performance.now() - startMs > soldOutWithinMs,
  ).finally(() => clearInterval(marking));
  say(`with a room: ${sale.boughtAtMs.length} seats, unexpected ${told(room)}`);
  const between = (fromMs: number, toMs: number) => {
    const [from, to] = [marks.find(({ atMs }) => atMs >= fromMs), marks.findLast(({ atMs }) => atMs <= toMs)];
    if (from === undefined || to === undefined || to.atMs <= from.atMs) return { polls: 0, seconds: 0 };
    const seconds = [from, to].map(({ atMs }) => Math.floor((atMs - startMs) / 1_000));
    const polls = room.perSecond.slice(seconds[0], seconds[1]).reduce((sum, count = 0) => sum + count, 0);
    return { polls, seconds: to.seconds - from.seconds - idlePerMs * (to.atMs - from.atMs) };
  };
  const calm = between(startMs + entryMs + 2_000, drawsMs - 2_000);
  const entering = between(startMs, startMs + entryMs);
  const last = sale.boughtAtMs.at(-1) ?? Number.NaN;
  const half = sale.boughtAtMs[Math.floor(seats / 2)] ?? Number.NaN;
  const rss = Math.max(...marks.map((mark) => mark.rss));
  return [
    { what: 'callers', value: callers, unit: '' },
    { what: 'seats sold by turn', value: sale.boughtAtMs.length, unit: '', must: seats, more: true },
    { what: 'requests in the busiest second', value: busiest(room), unit: 'per second', must: 2_000 },
    {
      what: 'processor time of an entry, database included',
      value: (entering.seconds / entering.polls) * 1e6,
      unit: 'µs',
    },
    {
      what: 'processor time of a poll, database included',
      value: (calm.seconds / calm.polls) * 1e6,
      unit: 'µs',
    },
    { what: 'p99 of an answer', value: percentile(room.latenciesMs, 0.99), unit: 'ms' },
    { what: 'memory of the program, before', value: rssBefore, unit: 'MB' },
    { what: 'memory of the program, at most', value: rss, unit: 'MB' },
    {
      what: 'half of the seats sold after the start of the sale',
      value: (half - saleStartsMs) / 1_000,
      unit: 's',
    },
    {
      what: 'sold out after the start of the sale',
      value: (last - saleStartsMs) / 1_000,
      unit: 's',
      must: openMs / 1_000,
    },
    { what: 'sold out without a room', value: openMs / 1_000, unit: 's' },
  ];
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}

try {
  const load = os.loadavg()[0] ?? 0;
  const measures = await run();
  process.stdout.write(`${table(measures)}\n\n${machineLine(load, 'embedded Postgres')}\n`);
} catch (error) {
  say(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
