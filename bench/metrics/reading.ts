/** Refusals and seat maps: most of what a stampede asks for, and none of it may touch the database. */
import type { Bench } from '../Bench.ts';
import { median } from '../figures.ts';
import type { Requests } from '../load/job.ts';
import { type Sale, sell } from '../sell.ts';
import type { Subject, SubjectName } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Measure, Metric } from './Metric.ts';

const size = { showtimes: 1, seats: 2_000 };

const sellOut = async (subject: Subject): Promise<void> => {
  const sold = await sell(subject, { rounds: 1, warmUpMs: 0, forMs: 60_000 }, { seatsPerHold: 10 });
  if (sold.faults.length > 0) throw new Error(`${subject.name} was not sold out: ${sold.faults[0]}`);
};

type RequestOf = (subject: Subject) => { readonly requests: Requests; readonly statuses: readonly number[] };

const ratesOf = async (
  bench: Bench,
  what: string,
  names: readonly SubjectName[],
  requestOf: RequestOf,
): Promise<ReadonlyMap<SubjectName, number>> => {
  const subjects: Subject[] = [];
  try {
    for (const name of names) subjects.push(await startSubject(bench, name, { size }));
    for (const subject of subjects) if (subject.name !== 'F0') await sellOut(subject);
    const found = new Map<SubjectName, Sale[]>(names.map((name) => [name, []]));
    for (let round = 0; round < bench.limits.rounds; round += 1) {
      for (const subject of subjects) {
        const made = await sell(subject, bench.limits, requestOf(subject));
        found.get(subject.name)?.push(made);
        bench.say(`${what}, round ${round + 1}: ${subject.name} ${Math.round(made.perSecond)}/s`);
      }
    }
    return new Map([...found].map(([name, sales]) => [name, median(sales.map((sale) => sale.perSecond))]));
  } finally {
    for (const subject of subjects) await subject.stop();
  }
};

export const over = (rates: ReadonlyMap<SubjectName, number>, one: SubjectName, other: SubjectName): number =>
  (rates.get(one) ?? Number.NaN) / (rates.get(other) ?? Number.NaN);

export const refusals = (bench: Bench, names: readonly SubjectName[]) =>
  ratesOf(bench, 'refusals', names, ({ name, stage }) => {
    const path = name === 'F0' ? '/refused' : `/v1/showtimes/${stage.showtimeIds[0]}/holds`;
    return {
      requests: { kind: 'same', method: 'POST', paths: [path], body: '{"seatIds":["AA1"]}' },
      statuses: [409],
    };
  });

export const seatMaps = (bench: Bench, names: readonly SubjectName[]) =>
  ratesOf(bench, 'seat maps', names, ({ stage }) => ({
    requests: {
      kind: 'same',
      method: 'GET',
      paths: [`/v1/showtimes/${stage.showtimeIds[0]}/seats?view=compact`],
    },
    statuses: [200],
  }));

/** Without limits and with them. */
const own = ['M', 'ML'] as const;
const perSecondOf = (rates: ReadonlyMap<SubjectName, number>, name: SubjectName): Measure => ({
  name: `${name}, per second`,
  value: rates.get(name) ?? Number.NaN,
  unit: 'per second',
});

export const p10: Metric = {
  id: 'P10',
  title: 'Refusals of a sold-out showtime',
  when: 'quick',
  run: async (bench) => {
    const rates = await refusals(bench, ['F0', ...own]);
    return {
      measures: own.flatMap((name) => [
        { name: `${name} over F0`, value: over(rates, name, 'F0'), unit: 'ratio', must: 0.5, aim: 0.8 },
        perSecondOf(rates, name),
      ]),
      notes: [],
    };
  },
};

export const p11: Metric = {
  id: 'P11',
  title: 'Compact seat maps of 2,000 seats',
  when: 'quick',
  run: async (bench) => {
    const rates = await seatMaps(bench, ['F0', ...own, 'CU']);
    return {
      measures: own.flatMap((name) => [
        { name: `${name} over F0`, value: over(rates, name, 'F0'), unit: 'ratio', must: 0.6, aim: 0.9 },
        { name: `${name} over CU`, value: over(rates, name, 'CU'), unit: 'ratio', must: 10 },
        perSecondOf(rates, name),
      ]),
      notes: [],
    };
  },
};
