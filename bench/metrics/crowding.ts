/** What more callers, and callers at a steady rate, do to answers. */
import type { Bench } from '../Bench.ts';
import { benchLimits } from '../limits.ts';
import { sell } from '../sell.ts';
import type { Subject, SubjectName } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Metric } from './Metric.ts';
import { perSecond, saleRounds } from './rounds.ts';

/** p99 at half of the subject's own greatest rate. */
const atHalf = async (bench: Bench, name: SubjectName) => {
  const rounds = await saleRounds(bench, 'P2, greatest rate', { subjects: [name] });
  const ratePerSecond = perSecond(rounds, name).value / 2;
  const half = await saleRounds(bench, 'P2, half of it', { subjects: [name], sale: { ratePerSecond } });
  const p99 = Math.min(...(half.of.get(name) ?? []).map(({ p99Ms }) => p99Ms));
  return { p99, notes: [...rounds.notes, ...half.notes] };
};

export const p2: Metric = {
  id: 'P2',
  title: 'p99 at half of one’s own greatest rate, open loop',
  when: 'full',
  run: async (bench) => {
    const own = await atHalf(bench, 'M');
    const other = await atHalf(bench, 'FU');
    return {
      measures: [
        { name: 'M over FU', value: own.p99 / other.p99, unit: 'ratio', must: 1 / 8, less: true },
        { name: 'M, p99', value: own.p99, unit: 'ms', less: true },
        { name: 'FU, p99', value: other.p99, unit: 'ms', less: true },
      ],
      notes: [...own.notes, ...other.notes],
    };
  },
};

export const p3: Metric = {
  id: 'P3',
  title: 'No collapse: 256 connections over 64',
  when: 'quick',
  run: async (bench) => {
    const few = await saleRounds(bench, 'P3, 64', { subjects: ['M'] });
    const many = await saleRounds(bench, 'P3, 256', { subjects: ['M'], sale: { connections: 256 } });
    const value = perSecond(many, 'M').value / perSecond(few, 'M').value;
    return {
      measures: [{ name: '256 over 64', value, unit: 'ratio', must: 0.95, aim: 1.1 }],
      notes: [...few.notes, ...many.notes],
    };
  },
};

const metricOf = async (address: string, name: string): Promise<number> => {
  const text = await (await fetch(`${address}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
};

/** The histogram behind the metric starts over each time it is read. */
const longestStall = 'nodejs_eventloop_lag_max_seconds';
/** It counts from one sample to the next: without any stall it shows these. */
const sampledEveryMs = 10;

export const p14: Metric = {
  id: 'P14',
  title: 'Longest stall of the event loop during P1',
  when: 'quick',
  run: async (bench) => {
    const subject = await startSubject(bench, 'M');
    try {
      const { address } = subject.server;
      await sell(subject, { ...bench.limits, forMs: bench.limits.warmUpMs, warmUpMs: 0 });
      await metricOf(address, longestStall);
      const { showtimeIds } = subject.stage;
      const rest = { ...subject.stage, showtimeIds: showtimeIds.slice(benchLimits.hotShowtimes / 3) };
      let value = Number.NaN;
      const held: Subject['held'] = async () => {
        // Before the check, which reads the whole log from the same process.
        value = 1_000 * (await metricOf(address, longestStall)) - sampledEveryMs;
        return subject.held();
      };
      await sell({ ...subject, stage: rest, held }, { ...bench.limits, warmUpMs: 0 });
      return { measures: [{ name: 'M', value, unit: 'ms', must: 10, aim: 5, less: true }], notes: [] };
    } finally {
      await subject.stop();
    }
  },
};
