/**
 * Opens thousands of live seat maps on one process, sells in the showtime they watch, and prints what that costs: the
 * memory of the process per stream, and how long a change takes to reach every reader. `--write` makes the page of it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { startChildServer } from './childServer.ts';
import { marqueeEnvironment } from './marqueeEnvironment.ts';
import { machineLine } from './report.ts';
import { startFlags } from './startFlags.ts';

const root = path.resolve(import.meta.dirname, '..');
const openedAtOnce = 100;
const openMs = 120_000;
const changes = 20;
const betweenChangesMs = 1_000;
const settleMs = 3_000;

const { values } = parseArgs({
  options: {
    streams: { type: 'string', multiple: true, default: ['1000', '5000'] },
    write: { type: 'boolean', default: false },
  },
});

interface Figures {
  readonly streams: number;
  readonly beforeBytes: number;
  readonly withBytes: number;
  /** From asking for a hold to hearing of it, over all readers and changes; milliseconds. */
  readonly heardMs: { readonly median: number; readonly p99: number };
  /** The same until the last reader heard, over all changes. */
  readonly lastMs: { readonly median: number; readonly worst: number };
  /** Changes that a reader had not heard of in time, of `streams × changes`. */
  readonly missing: number;
}

const environment = { ...marqueeEnvironment, LOG_LEVEL: 'warn' } as const;

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

const openAll = async (address: string, showtimeId: string, streams: number): Promise<readonly Reader[]> => {
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

const measure = async (address: string, token: string, streams: number): Promise<Figures> => {
  const showtimeId = await makeShowtime(address, token);
  await pause(settleMs);
  const before = await metric(address, 'process_resident_memory_bytes');
  const readers = await openAll(address, showtimeId, streams);
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
  for (const { response } of readers) response.destroy();
  return {
    streams,
    beforeBytes: before,
    withBytes: after,
    heardMs: { median: percentile(heardMs, 0.5), p99: percentile(heardMs, 0.99) },
    lastMs: { median: percentile(lastHeardMs, 0.5), worst: percentile(lastHeardMs, 1) },
    missing,
  };
};

/** On a program of its own, so that nothing is left in memory from a run before. */
const run = async (streams: number): Promise<Figures> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-streams-'));
  const dataDir = path.join(folder, 'data');
  try {
    const server = await startChildServer(
      {
        script: 'src/main.ts',
        args: ['--host', '127.0.0.1', '--data-dir', dataDir],
        nodeArgs: startFlags(),
        env: environment,
        logFile: path.join(folder, 'marquee.log'),
      },
      [],
    );
    try {
      const args = [path.join(root, 'src/cli/token.ts'), '--role', 'admin', '--data-dir', dataDir];
      const options = { cwd: root, env: { ...process.env, ...environment } };
      const { stdout } = await promisify(execFile)(process.execPath, args, options);
      return await measure(server.address, stdout.trim(), streams);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const count = (value: number): string => Math.round(value).toLocaleString('en');

const table = (rows: readonly Figures[]): string =>
  [
    '| open streams | MiB without | MiB with | KiB each | heard, median ms | p99 | last reader, median ms | worst | not heard in time |',
    '|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows.map(({ streams, beforeBytes, withBytes, heardMs, lastMs, missing }) => {
      const mebibytes = [beforeBytes, withBytes].map((bytes) => count(bytes / 2 ** 20));
      const each = ((withBytes - beforeBytes) / streams / 1_024).toFixed(1);
      const times = [heardMs.median, heardMs.p99, lastMs.median, lastMs.worst].map(count);
      return `| ${[count(streams), ...mebibytes, each, ...times, count(missing)].join(' | ')} |`;
    }),
  ].join('\n');

const page = (rows: readonly Figures[], machine: string): string => `# Live seat maps

Written by the run itself: \`node bench/seat-streams.ts --write\`, ${new Date().toISOString().slice(0, 10)}.

Machine: ${machine}.

${table(rows)}

All streams (\`GET …/seats/stream\`) are open on one process, as \`npm start\` runs it with all roles and its own Postgres, and
watch one showtime of 200 seats. Memory is the resident set of that process, before the first stream and with all of them.
Then ${changes} holds are made, ${betweenChangesMs} ms apart; *heard* is the time from asking for a hold to reading of it, over all readers and
holds, *last reader* that until everybody had. Readers, in one process, and program share the machine.
`;

const load = os.loadavg()[0] ?? 0;
const rows: Figures[] = [];
for (const streams of values.streams.map(Number)) rows.push(await run(streams));
process.stdout.write(`${table(rows)}\n`);
const target = path.join(root, 'docs/seat-streams.md');
if (values.write) await writeFile(target, page(rows, machineLine(load, 'Postgres embedded')));
