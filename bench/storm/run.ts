/**
 * Plays a recorded sale that `npm run storm` exported: `npm run bench -- storm FILE [--speed 10]`. The program runs as `npm start`
 * runs it, in a temporary folder, with limits off. Hold times shrink as the storm is faster, to a second at least. A run in which a seat
 * was sold twice or an acknowledged hold was lost scores zero, and the exit code is 1.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openPeerPostgres } from '../Bench.ts';
import { openClient } from '../crowd/client.ts';
import { percentile } from '../figures.ts';
import { quickRun } from '../limits.ts';
import { readShowtimeStreams } from '../marqueeLog.ts';
import { posting } from '../posting.ts';
import { machineLine } from '../report.ts';
import { type Measure, table } from '../scale/Measure.ts';
import { startNode } from '../subjects/marquee.ts';
import { stormFaults } from './judgeStorm.ts';
import { type Played, playStorm } from './playStorm.ts';
import { type ReadStorm, readStorm } from './readStorm.ts';
import { buildStormHouse } from './stormHouse.ts';

const connectionsMax = 512;
const speedMax = 1_000_000;
const faultsShownMax = 20;
const pendingWithinMs = 30_000;
const usage = 'Usage: npm run bench -- storm FILE [--speed 10]';
const help = `${usage}

Play a recorded sale, which npm run storm exported, against the program. docs/whatif.md describes the file.

  --speed <factor>  how many times as fast as recorded (default 1)

Exit code: 0 no fault, 1 a seat was sold twice or a hold was lost, 2 it could not be done.

Example: npm run storm -- --showtime <id> --out storm.ndjson && npm run bench -- storm storm.ndjson --speed 10`;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const stops: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

interface Asked {
  readonly file: string;
  readonly speed: number;
}

/** Undefined when only the help is asked for. */
const asked = (): Asked | undefined => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: { speed: { type: 'string', default: '1' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return undefined;
  const [file, ...more] = positionals;
  const speed = Number(values.speed);
  if (file === undefined || more.length > 0) throw new Error(usage);
  if (!(speed > 0 && speed <= speedMax)) {
    throw new Error(`--speed is a number above 0, at most ${speedMax}. ${usage}`);
  }
  return { file, speed };
};

/** Bookings that were answered 202 are decided by now, or are not judged. */
const settle = async ({ visitors }: Played, address: string): Promise<void> => {
  const untilMs = performance.now() + pendingWithinMs;
  const open = () =>
    [...visitors.values()].flatMap(({ purchase: { booking } = {} }) =>
      booking === undefined || booking.isConfirmed ? [] : [booking],
    );
  for (let left = open(); left.length > 0 && performance.now() < untilMs; left = open()) {
    for (const booking of left) {
      const headers = { 'booking-access': booking.access };
      const response = await fetch(`${address}/v1/bookings/${booking.id}`, { headers });
      booking.isConfirmed = Object(await response.json()).status === 'confirmed';
    }
    await pause(200);
  }
};

const count = (played: Played, isMeant: (what: string) => boolean): number =>
  [...played.answers].reduce((sum, [what, times]) => sum + (isMeant(what) ? times : 0), 0);

const measuresOf = (
  { head }: ReadStorm,
  played: Played,
  sold: number,
  isFaulty: boolean,
): readonly Measure[] => {
  const answered = count(played, (what) => !what.includes('failed') && !what.endsWith('nothing to do'));
  return [
    { what: 'visitors', value: played.visitors.size, unit: '' },
    {
      what: 'answers, zero when a seat was sold twice or a hold was lost',
      ...{ value: isFaulty ? 0 : answered / played.seconds, unit: 'per second', more: true },
    },
    { what: 'p50 of a hold, from its instant', value: percentile(played.holdLatenciesMs, 0.5), unit: 'ms' },
    { what: 'p99 of a hold, from its instant', value: percentile(played.holdLatenciesMs, 0.99), unit: 'ms' },
    { what: 'steps sent late, at most', value: played.lateMs, unit: 'ms' },
    { what: 'holds made', value: count(played, (what) => /^hold(-best)? 201/.test(what)), unit: '' },
    { what: 'holds refused', value: count(played, (what) => /^hold(-best)? 4/.test(what)), unit: '' },
    { what: 'seats sold', value: sold, unit: '' },
    { what: 'seats sold in the recorded sale', value: head.seatsSold, unit: '' },
    {
      what: 'requests that failed',
      ...{ value: count(played, (what) => / (?:5\d\d|failed)/.test(what)), unit: '', must: 0 },
    },
  ];
};

const run = async ({ file, speed }: Asked): Promise<void> => {
  const storm = await readStorm(file);
  const load = os.loadavg()[0] ?? 0;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-bench-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await openPeerPostgres(folder, stops);
  const bench = { folder, limits: quickRun, stops, postgres, before: undefined, seats: 0, say };
  const { server, adminToken } = await startNode(bench);
  const post = posting(server.address, adminToken);
  const showtimeId = await buildStormHouse(post, storm.head, speed);
  const client = openClient(server.port, connectionsMax);
  const played = await playStorm({ client, post, showtimeId }, storm.steps, speed).finally(client.close);
  await settle(played, server.address);
  const purchases = [...played.visitors.values()].flatMap(({ purchase }) => purchase ?? []);
  const streams = await readShowtimeStreams(server.address, adminToken);
  const faults = stormFaults(showtimeId, purchases, streams, Date.now());
  const sold = purchases.reduce(
    (sum, { booking, seatIds }) => sum + (booking?.isConfirmed === true ? seatIds.length : 0),
    0,
  );
  process.stdout.write(`${table(measuresOf(storm, played, sold, faults.length > 0))}\n\n`);
  for (const [what, times] of [...played.answers].sort()) process.stdout.write(`${times} × ${what}\n`);
  process.stdout.write(`\n${machineLine(load, `Postgres ${postgres.version}`)}\n`);
  for (const fault of faults.slice(0, faultsShownMax)) process.stdout.write(`FAULT ${fault}\n`);
  process.stdout.write(`${faults.length} faults: ${speed} times as fast as recorded\n`);
  if (faults.length > 0) process.exitCode = 1;
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(2)));
}

try {
  const wanted = asked();
  if (wanted === undefined) process.stdout.write(`${help}\n`);
  else await run(wanted);
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  await stopAll();
}
