/** Makes the log of a scale run, or takes the one that an earlier run left. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import pino from 'pino';
import { z } from 'zod';
import { startEmbeddedPostgres } from '../../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { openPostgresReadStore } from '../../src/adapters/postgres-read/PostgresReadStore.ts';
import { positionOf } from '../../src/ports/EventStore.ts';
import type { Bench } from '../Bench.ts';
import { startChildServer } from '../childServer.ts';
import { marqueeEnvironment } from '../marqueeEnvironment.ts';
import { authorLog, firstDayMsOf, type LogSize } from './authorLog.ts';
import { openEventCopy } from './copyEvents.ts';

/** Moves with every change of the log that is made. */
const logShape = 1;
/** The first show is 20 days after the making of the log. */
const keptDays = 10;
const dayMs = 86_400_000;

const madeSchema = z.object({
  shape: z.literal(logShape),
  madeAt: z.iso.datetime(),
  events: z.int(),
  seconds: z.number(),
});

export interface ScaleLog {
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  readonly dataDir: string;
  readonly events: number;
  /** What it took to make. */
  readonly seconds: number;
}

type ScaleBench = Pick<Bench, 'say' | 'stops'>;

const madeBefore = async (dataDir: string): Promise<ScaleLog | undefined> => {
  const file = path.join(dataDir, 'made.json');
  if (!existsSync(file)) return undefined;
  const made = madeSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!made.success || Date.now() - Date.parse(made.data.madeAt) > keptDays * dayMs) return undefined;
  return { dataDir, ...made.data };
};

/** The program makes its schemas and keys. */
const letProgramBegin = async (dataDir: string, { stops }: ScaleBench): Promise<void> => {
  const server = await startChildServer(
    {
      script: 'src/main.ts',
      args: ['--host', '127.0.0.1', '--data-dir', dataDir],
      env: marqueeEnvironment,
      logFile: path.join(dataDir, 'marquee.log'),
    },
    stops,
  );
  await server.stop();
};

/** A log that grew with the program has been reacted to; read models are left to be built. */
const letReactionsHaveSeen = async (url: string, position: string): Promise<void> => {
  const readStore = openPostgresReadStore({ url });
  try {
    const schemas = await readStore.query(
      "SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'reaction\\_%'",
    );
    for (const { name } of schemas) {
      const from = await readStore.checkpoint(String(name));
      if (from === undefined) throw new Error(`${name} has no checkpoint`);
      await readStore.advance(String(name), from, position, async () => undefined);
    }
  } finally {
    await readStore.close();
  }
};

const make = async (dataDir: string, size: LogSize, bench: ScaleBench): Promise<ScaleLog> => {
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  await letProgramBegin(dataDir, bench);
  const settings = { max_wal_size: '8GB', checkpoint_timeout: '30min' };
  const logger = pino({ level: 'silent' });
  const server = await startEmbeddedPostgres({ dataDir, logger, settings });
  bench.stops.push(() => server.stop());
  const bar = new SingleBar({
    format: 'log of {total} showtimes [{bar}] {percentage}% | {eta_formatted} left',
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  const begun = performance.now();
  const madeAtMs = Date.now();
  const copy = await openEventCopy(server.connectionString);
  bar.start(size.showtimes, 0);
  const onPart = async (showtimes: number): Promise<void> => {
    bar.update(showtimes);
    await copy.drained();
  };
  await authorLog({ ...size, madeAtMs, write: copy.write, onPart }).finally(() => bar.stop());
  bench.say('building the indexes of the log');
  const events = await copy.finish();
  const seconds = (performance.now() - begun) / 1_000;
  await letReactionsHaveSeen(server.connectionString, positionOf(BigInt(events)));
  await server.stop();
  const made = { shape: logShape, madeAt: new Date(madeAtMs).toISOString(), events, seconds };
  const draft = path.join(dataDir, 'made.json.new');
  await writeFile(draft, JSON.stringify(made));
  await rename(draft, path.join(dataDir, 'made.json'));
  return { dataDir, ...made };
};

export const scaleLog = async (folder: string, size: LogSize, bench: ScaleBench): Promise<ScaleLog> => {
  const dataDir = path.join(folder, `showtimes-${size.showtimes}-bookings-${size.bookingsOfShowtime}`);
  const found = await madeBefore(dataDir);
  if (found !== undefined) bench.say(`taking the log in ${dataDir}`);
  const log = found ?? (await make(dataDir, size, bench));
  bench.say(
    `${log.events} events, made in ${Math.round(log.seconds)} s: ${Math.round(log.events / log.seconds)} a second`,
  );
  return log;
};

/** Midnight UTC of the first day of shows. */
export const firstDayMs = ({ madeAt }: Pick<ScaleLog, 'madeAt'>): number => firstDayMsOf(Date.parse(madeAt));
