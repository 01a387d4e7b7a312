/** The table and the page around it. What the rows mean stands here, beside the numbers they explain. */
import os from 'node:os';
import { benchLimits } from './limits.ts';
import type { Figures } from './measure.ts';

export interface ReportRow extends Figures {
  readonly title: string;
  /** Over the bare POST of the same run; undefined where nothing goes over HTTP. */
  readonly ratio?: number;
}

const count = (value: number): string => Math.round(value).toLocaleString('en');
const milliseconds = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

export const table = (rows: readonly ReportRow[]): string =>
  [
    '| | per second | to bare Fastify | p50 ms | p99 ms | CPU µs |',
    '|---|---:|---:|---:|---:|---:|',
    ...rows.map(
      ({ title, perSecond, ratio, p50Ms, p99Ms, cpuUs }) =>
        `| ${title} | ${count(perSecond)} | ${ratio === undefined ? '' : ratio.toFixed(2)} | ` +
        `${milliseconds(p50Ms)} | ${milliseconds(p99Ms)} | ${cpuUs === undefined ? '' : count(cpuUs)} |`,
    ),
  ].join('\n');

const gibibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 30)} GiB`;

export const machineLine = (load: number, server: string): string => {
  const cpus = os.cpus();
  const parts = [
    `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown CPU'}`,
    gibibytes(os.totalmem()),
    `${os.type()} ${os.release()}`,
    `Node ${process.versions.node}`,
    server,
  ];
  return `${parts.join(', ')}; load ${load.toFixed(1)} before the run`;
};

export const page = (rows: readonly ReportRow[], machine: string, command: string): string => {
  const limits = benchLimits;
  const { hotSeats, spreadShowtimes, spreadSeats, storeInFlight, storeBatchEvents } = limits;
  return `# Benchmarks

Written by the run itself: \`${command}\`, ${new Date().toISOString().slice(0, 10)}.

Machine: ${machine}.

The program, its Postgres, the bare server and the load generator share it, so the ratios say more than the rates.

${table(rows)}

## What is measured

The program runs as \`npm start\` runs it, with its own Postgres in an empty folder, all roles in one process, durable
commits and a log line per request; only the demo catalog is off. The bare server is another process on the same machine.
One load generator (autocannon, in a process of its own) keeps ${limits.connections} requests in flight against one of them at a time.
After ${limits.warmUpSeconds} s of warm-up each, the rows take turns for ${limits.rounds} rounds of ${limits.roundSeconds} s. The rate is that of the median round; percentiles are over
all answers. *CPU µs* is the processor time that the server's own process spent per answer, its read models included and
Postgres not: it moves less than the rates when other work slows the machine. Any answer other than the one that is
counted ends the run.

- **Bare Fastify POST**: reads \`{ "seatIds": ["AA1"] }\` and answers 201 with a small JSON. No schema, no log, no storage.
  What HTTP itself costs here; every ratio is to this row.
- **Holds, one hot showtime**: 201s for one seat each, all of one showtime with ${count(hotSeats)} seats; when it is sold out, of the
  next. Seats are asked for all over the hall. No conflicts: this is the write path at its fullest.
- **Holds, over ${count(spreadShowtimes)} showtimes**: the same, each request to the next of ${count(spreadShowtimes)} showtimes with ${count(spreadSeats)} seats.
- **Refusals, sold-out showtime**: 409s for single seats of a showtime with ${count(hotSeats)} held seats.
- **Compact seat map reads**: \`GET …/seats?view=compact\` of that showtime, whole each time (no \`If-None-Match\`).
- **Event store alone**: \`append\` of the Postgres event store, events as large as that of a hold, counted in events; no HTTP,
  no rules, the program stopped. ${count(storeInFlight)} writers with a stream each that append one event at a time, then batches of ${count(storeBatchEvents)}.
  Percentiles are of one append.
`;
};
