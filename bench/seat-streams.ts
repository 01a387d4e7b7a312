/**
 * Opens thousands of live seat maps on one process, sells in the showtime they watch, and prints what that costs: the
 * memory of the process per stream, and how long a change takes to reach every reader.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { startChildServer } from './childServer.ts';

const root = path.resolve(import.meta.dirname, '..');
const openedAtOnce = 100;
const openMs = 120_000;
const changes = 20;
const betweenChangesMs = 1_000;
const settleMs = 3_000;

const { values } = parseArgs({ options: { streams: { type: 'string', default: '5000' } } });
const streams = Number(values.streams);
const environment = {
  EVENT_LOG: undefined,
  DATABASE_URL: undefined,
  EVENTSTORE_URL: undefined,
  REDIS_URL: undefined,
  ELASTICSEARCH_URL: undefined,
  MARQUEE_SECRET: undefined,
  LOG_LEVEL: 'warn',
  DEMO_CATALOG: 'off',
  RATE_LIMIT_PER_MINUTE: '0',
} as const;

const metric = async (address: string, name: string): Promise<number> => {
  const text = await (await fetch(`${address}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
};

const post = async (url: string, body: unknown, token?: string): Promise<Record<string, string>> => {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (response.status !== 201) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
};

const makeShowtime = async (address: string, token: string): Promise<string> => {
  const make = async (what: string, body: unknown) => (await post(`${address}${what}`, body, token)).id ?? '';
  const movieId = await make('/v1/movies', { title: 'The Stampede', runtimeMinutes: 90, genres: ['Drama'] });
  const theaterId = await make('/v1/theaters', {
    name: 'Bench',
    city: 'Lisbon',
    country: 'PT',
    location: { lat: 38.72, lng: -9.14 },
    timeZone: 'Europe/Lisbon',
  });
  const rows = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'].map((id) => ({
    id,
    seats: Array.from({ length: 20 }, (_, place) => ({ number: place + 1 })),
  }));
  const hallId = await make(`/v1/theaters/${theaterId}/halls`, { name: 'One', rows });
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const basePrice = { amount: 1_250, currency: 'USD' };
  return await make('/v1/showtimes', { movieId, hallId, startsAt, basePrice });
};

interface Reader {
  readonly response: IncomingMessage;
  /** When each revision was heard. */
  readonly heardAtMs: Map<number, number>;
}

const openReader = (address: string, showtimeId: string): Promise<Reader> =>
  new Promise((resolve, reject) => {
    const request = get(
      `${address}/v1/showtimes/${showtimeId}/seats/stream`,
      { agent: false },
      (response) => {
        const heardAtMs = new Map<number, number>();
        response.setEncoding('latin1').on('data', (text: string) => {
          for (const [, id] of text.matchAll(/^id: (\d+)$/gm)) heardAtMs.set(Number(id), performance.now());
        });
        resolve({ response, heardAtMs });
      },
    );
    request.once('error', reject);
  });

const openAll = async (address: string, showtimeId: string): Promise<readonly Reader[]> => {
  const readers: Reader[] = [];
  const untilMs = performance.now() + openMs;
  while (readers.length < streams) {
    if (performance.now() > untilMs) throw new Error(`only ${readers.length} streams in ${openMs} ms`);
    const count = Math.min(openedAtOnce, streams - readers.length);
    readers.push(
      ...(await Promise.all(Array.from({ length: count }, () => openReader(address, showtimeId)))),
    );
  }
  return readers;
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const measure = async (address: string, token: string): Promise<void> => {
  const showtimeId = await makeShowtime(address, token);
  await pause(settleMs);
  const before = await metric(address, 'process_resident_memory_bytes');
  const readers = await openAll(address, showtimeId);
  await pause(settleMs);
  const after = await metric(address, 'process_resident_memory_bytes');
  const lastHeardMs: number[] = [];
  const heardMs: number[] = [];
  let missing = 0;
  for (let n = 0; n < changes; n += 1) {
    const askedAtMs = performance.now();
    const seat = `${'ABCDEFGHIJ'.charAt(n % 10)}${Math.floor(n / 10) + 1}`;
    const held = await post(`${address}/v1/showtimes/${showtimeId}/holds`, { seatIds: [seat] });
    await pause(betweenChangesMs);
    const times = readers.flatMap(({ heardAtMs }) => heardAtMs.get(Number(held.revision)) ?? []);
    missing += readers.length - times.length;
    const delays = times.map((atMs) => atMs - askedAtMs).sort((a, b) => a - b);
    heardMs.push(...delays);
    lastHeardMs.push(delays.at(-1) ?? Number.NaN);
  }
  heardMs.sort((a, b) => a - b);
  lastHeardMs.sort((a, b) => a - b);
  const mib = (bytes: number): string => (bytes / 1_048_576).toFixed(0);
  const perStream = ((after - before) / streams / 1_024).toFixed(1);
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  process.stdout.write(
    [
      `${streams} open streams of one showtime, one process (Node ${process.version}, ${os.cpus().length} cores)`,
      `resident memory: ${mib(before)} MiB before, ${mib(after)} MiB with them: ${perStream} KiB each`,
      `a hold, from asking to hearing: median ${ms(percentile(heardMs, 0.5))}, p99 ${ms(percentile(heardMs, 0.99))}`,
      `until the last reader heard: median ${ms(percentile(lastHeardMs, 0.5))}, worst ${ms(percentile(lastHeardMs, 1))}`,
      `not heard within ${betweenChangesMs} ms of the answer: ${missing} of ${streams * changes}`,
      '',
    ].join('\n'),
  );
  for (const { response } of readers) response.destroy();
};

const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-streams-'));
const dataDir = path.join(folder, 'data');
try {
  const server = await startChildServer(
    {
      script: 'src/main.ts',
      args: ['--host', '127.0.0.1', '--data-dir', dataDir],
      env: environment,
      logFile: path.join(folder, 'marquee.log'),
    },
    [],
  );
  try {
    const args = [path.join(root, 'src/cli/token.ts'), '--role', 'admin', '--data-dir', dataDir];
    const options = { cwd: root, env: { ...process.env, ...environment } };
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    await measure(server.address, stdout.trim());
  } finally {
    await server.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
