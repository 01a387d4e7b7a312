/** Everybody at once, and then more than can be served. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../Bench.ts';
import { holdFaults } from '../checkedHolds.ts';
import { percentile } from '../figures.ts';
import { benchLimits } from '../limits.ts';
import type { LoadJob, LoadResult } from '../load/job.ts';
import { runLoad } from '../load/runLoad.ts';
import { countOf, seatsOf } from '../sell.ts';
import type { Subject, SubjectName } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Measure, Metric } from './Metric.ts';

const callers = 15_000;
const seats = 500;
const showtimes = 361;
const halls = 10;
const soldOutWithinMs = 60_000;
const overloadFactor = 2;
const overloadMs = { full: 30_000, quick: 5_000 } as const;
const restMs = 2_000;
const calm = { connections: 8, ratePerSecond: 50, warmUpMs: 0, forMs: 3_000 } as const;
const shed: readonly number[] = [429, 503];

interface Seen {
  readonly crowd: LoadResult;
  readonly overload: LoadResult;
  readonly maxPerSecond: number;
  readonly calmMs: number;
  readonly afterMs: number;
  readonly faults: readonly string[];
}

/** Each part of the stage is sold once: before, the crowd, the greatest rate, the overload, after. */
const stampede = async ({ name, server, stage, held }: Subject, bench: Bench): Promise<Seen> => {
  const [before = '', hot = '', after = '', ...others] = stage.showtimeIds;
  const few = Math.floor(others.length / 4);
  const of = (showtimeIds: readonly string[]) => seatsOf({ ...stage, showtimeIds });
  const run = (job: Omit<LoadJob, 'ports' | 'statuses' | 'countsLost'>): Promise<LoadResult> =>
    runLoad({ ports: [server.port], statuses: [201, 409, ...shed], countsLost: true, ...job });
  const say = (what: string): void => bench.say(`P12: ${name} ${what}`);
  const quick = bench.limits.rounds === 1;

  const calmed = await run({ ...calm, requests: of([before]) });
  const crowd = await run({
    connections: callers,
    warmUpMs: 0,
    forMs: soldOutWithinMs,
    requests: { kind: 'crowd', showtime: hot, seats: stage.seatIds, callers },
  });
  say(`${crowd.acknowledged.length} seats in ${Math.round(crowd.lastMadeMs)} ms`);
  const { connections } = benchLimits;
  const max = await run({ connections, warmUpMs: 1_000, forMs: 4_000, requests: of(others.slice(0, few)) });
  const maxPerSecond = countOf(max, [201]) / max.seconds;
  const overload = await run({
    connections: callers,
    ratePerSecond: overloadFactor * maxPerSecond,
    warmUpMs: 0,
    forMs: quick ? overloadMs.quick : overloadMs.full,
    requests: of(others.slice(few)),
  });
  say(
    `${countOf(overload)} of ${Math.round(overloadFactor * maxPerSecond)}/s were answered, ${overload.lost} lost`,
  );
  await pause(restMs);
  const rested = await run({ ...calm, requests: of([after]) });
  const acknowledged = [calmed, crowd, max, overload, rested].flatMap((each) => each.acknowledged);
  const p95 = ({ latenciesMs }: LoadResult): number => percentile(latenciesMs, 0.95);
  const faults = holdFaults(acknowledged, await held());
  return { crowd, overload, maxPerSecond, calmMs: p95(calmed), afterMs: p95(rested), faults };
};

const measure = async (bench: Bench, name: SubjectName): Promise<Seen> => {
  const subject = await startSubject(bench, name, { size: { showtimes, seats, halls } });
  return stampede(subject, bench).finally(subject.stop);
};

const own = (seen: Seen): readonly Measure[] => {
  const { crowd, overload, faults } = seen;
  const sold = crowd.acknowledged.length * (faults.length === 0 ? 1 : 0);
  const none = { unit: 'count', must: 0, less: true } as const;
  return [
    { name: 'M, callers of the crowd without an answer', value: crowd.lost, ...none },
    { name: 'M, seats sold once', value: sold, unit: 'count', must: seats },
    { name: 'M, requests of the overload without an answer', value: overload.lost, ...none },
    {
      name: `M, p95 ${restMs / 1_000} s after the overload over p95 before it all`,
      value: seen.afterMs / seen.calmMs,
      unit: 'ratio',
      must: 2,
      less: true,
    },
  ];
};

const told = (name: string, { crowd, overload, maxPerSecond }: Seen): readonly Measure[] => [
  { name: `${name}, sold out after`, value: crowd.lastMadeMs, unit: 'ms' },
  { name: `${name}, its greatest rate`, value: maxPerSecond, unit: 'per second' },
  {
    name: `${name}, shed of the overload`,
    value: countOf(overload, shed) / countOf(overload),
    unit: 'share',
  },
  { name: `${name}, p99 of the overload`, value: percentile(overload.latenciesMs, 0.99), unit: 'ms' },
];

export const p12: Metric = {
  id: 'P12',
  title: `${callers.toLocaleString('en')} callers for ${seats} seats at once, then twice the greatest rate`,
  when: 'full',
  run: async (bench) => {
    const seen = {
      M: await measure(bench, 'M'),
      FU: await measure(bench, 'FU'),
      CU: await measure(bench, 'CU'),
    };
    const ratio = seen.M.crowd.lastMadeMs / seen.FU.crowd.lastMadeMs;
    return {
      measures: [
        ...own(seen.M),
        { name: 'M over FU, time until sold out', value: ratio, unit: 'ratio', must: 0.2, less: true },
        ...Object.entries(seen).flatMap(([name, each]) => told(name, each)),
      ],
      notes: [
        `Each caller has a connection, from three loopback addresses, asks for one seat, and comes back after a second when shed. The overload is an open loop over as many connections. Both processes need ${callers} open files and some more (\`ulimit -n\`).`,
        ...Object.values(seen).flatMap(({ faults }) => faults.slice(0, 3)),
      ],
    };
  },
};
