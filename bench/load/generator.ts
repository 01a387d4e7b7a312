/** The load generator: a process of its own that takes one job over IPC, does it, and answers with the result. */
import { setTimeout as pause } from 'node:timers/promises';
import { asCallers } from './asCallers.ts';
import { ConnectionLost, HttpConnection } from './HttpConnection.ts';
import type { Acknowledged, LoadJob, LoadResult } from './job.ts';
import { requestSource } from './requestSource.ts';
import type { WireRequest } from './wire.ts';

/** One loopback address has some 28,000 ports for one server; more connections come from further addresses. */
const connectionsPerAddressMax = 5_000;
/** Fewer than a listening socket keeps waiting. */
const connectionsAtOnceMax = 250;

const openAll = async ({ ports, connections }: LoadJob): Promise<readonly HttpConnection[]> => {
  const open = (place: number): Promise<HttpConnection> =>
    HttpConnection.open(
      ports[place % ports.length] ?? 0,
      `127.0.0.${1 + Math.floor(place / connectionsPerAddressMax)}`,
    );
  const opened: HttpConnection[] = [];
  while (opened.length < connections) {
    const wave = Math.min(connectionsAtOnceMax, connections - opened.length);
    const first = opened.length;
    opened.push(...(await Promise.all(Array.from({ length: wave }, (_, place) => open(first + place)))));
  }
  return opened;
};

const run = async (job: LoadJob): Promise<LoadResult> => {
  const acknowledged: Acknowledged[] = [];
  const source = requestSource(job.requests, acknowledged);
  const { ports, ratePerSecond } = job;
  const counts: Record<string, number>[] = ports.map(() => ({}));
  const latenciesMs: number[] = [];
  let failure: string | undefined;
  let lost = 0;
  let lastMadeMs = 0;
  let answered = 0;

  const signed = job.callers === undefined ? (text: string) => text : asCallers(job.callers);
  const connections = await openAll(job);
  const startedMs = performance.now();
  const countFromMs = startedMs + job.warmUpMs;
  const untilMs = countFromMs + job.forMs;
  let lastMs = countFromMs;

  const count = (
    place: number,
    status: number,
    { startMs, nowMs }: { startMs: number; nowMs: number },
  ): void => {
    answered += 1;
    if (status === 201) lastMadeMs = nowMs - startedMs;
    const isLate = ratePerSecond === undefined && nowMs > untilMs;
    if (startMs >= countFromMs && !isLate) latenciesMs.push(nowMs - startMs);
    const seen = counts[place % ports.length];
    if (seen === undefined || nowMs < countFromMs || nowMs > untilMs) return;
    seen[status] = (seen[status] ?? 0) + 1;
    lastMs = nowMs;
  };

  const exchange = async (place: number, request: WireRequest, dueMs: number): Promise<void> => {
    const connection = connections[place];
    if (connection === undefined) return;
    let next: WireRequest | undefined = request;
    let startMs = dueMs;
    while (next !== undefined) {
      if (next.afterMs !== undefined) await pause(next.afterMs);
      if (next.afterMs !== undefined && performance.now() >= untilMs) return;
      const { status, body } = await connection.send(signed(next.text));
      const nowMs = performance.now();
      if (!job.statuses.includes(status)) throw new Error(`${status} ${body.slice(0, 300)}`);
      const isStep = next.isStep === true;
      if (!isStep) count(place, status, { startMs, nowMs });
      next = next.answered(status, body);
      if (!isStep) startMs = nowMs;
    }
  };

  const closedLoop = async (place: number): Promise<void> => {
    while (failure === undefined && performance.now() < untilMs) {
      const request = source();
      if (request === undefined) return;
      await exchange(place, request, performance.now());
    }
  };

  /**
   * The n-th connection takes each n-th instant. What it cannot send in time it sends late, and the delay counts; what it
   * cannot send before the end counts as if it were answered then.
   */
  const openLoop = async (place: number, rate: number): Promise<void> => {
    const everyMs = (1_000 * job.connections) / rate;
    const firstMs = countFromMs - job.warmUpMs + (1_000 * place) / rate;
    for (let dueMs = firstMs; failure === undefined && dueMs < untilMs; dueMs += everyMs) {
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await pause(waitMs);
      if (performance.now() >= untilMs) {
        if (dueMs >= countFromMs) latenciesMs.push(untilMs - dueMs);
        continue;
      }
      const request = source();
      if (request === undefined) return;
      await exchange(place, request, dueMs);
    }
  };

  await Promise.all(
    connections.map((_, place) => {
      const sending = ratePerSecond === undefined ? closedLoop(place) : openLoop(place, ratePerSecond);
      return sending.catch((error: unknown) => {
        if (job.countsLost === true && error instanceof ConnectionLost) lost += 1;
        else failure ??= error instanceof Error ? error.message : String(error);
      });
    }),
  );
  for (const connection of connections) connection.close();
  const seconds = (lastMs === countFromMs ? job.forMs : lastMs - countFromMs) / 1_000;
  latenciesMs.sort((one, other) => one - other);
  return {
    seconds,
    counts,
    latenciesMs,
    answered,
    acknowledged,
    lastMadeMs,
    lost,
    ...(failure === undefined ? {} : { failure }),
  };
};

process.once('message', (job) => {
  void run(job as LoadJob).then((result) => {
    process.send?.(result, () => process.exit(0));
  });
});
