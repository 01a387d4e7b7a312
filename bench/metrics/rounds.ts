/** Subjects take turns, in an order that moves on each round, so that a busy moment of the machine falls on all alike. */
import type { Bench } from '../Bench.ts';
import type { Profile } from '../database.ts';
import { median, spread } from '../figures.ts';
import { type Sale, type SaleOptions, sell } from '../sell.ts';
import type { StageSize } from '../stage.ts';
import type { SubjectName } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Measure } from './Metric.ts';

export interface SaleRounds {
  readonly of: ReadonlyMap<SubjectName, readonly Sale[]>;
  readonly notes: readonly string[];
}

export interface RoundOptions {
  readonly subjects: readonly SubjectName[];
  readonly size?: Partial<StageSize>;
  readonly profile?: Profile;
  readonly sale?: SaleOptions;
}

/** Each sale is made by a server and a database that sold nothing before. */
export const saleRounds = async (bench: Bench, what: string, options: RoundOptions): Promise<SaleRounds> => {
  const { subjects, size = {}, profile = 'loopback', sale = {} } = options;
  const found = new Map<SubjectName, Sale[]>(subjects.map((name) => [name, []]));
  const notes: string[] = [];
  for (let round = 0; round < bench.limits.rounds; round += 1) {
    const first = round % subjects.length;
    for (const name of [...subjects.slice(first), ...subjects.slice(0, first)]) {
      const subject = await startSubject(bench, name, { size, profile });
      try {
        const made = await sell(subject, bench.limits, sale);
        found.get(name)?.push(made);
        bench.say(`${what}, round ${round + 1}: ${name} ${Math.round(made.perSecond)}/s`);
        notes.push(...made.faults.slice(0, 3).map((fault) => `${name}: ${fault}`));
      } finally {
        await subject.stop();
      }
    }
  }
  return { of: found, notes };
};

const rates = (sales: readonly Sale[] = []): readonly number[] => sales.map(({ perSecond }) => perSecond);

export const perSecond = ({ of }: SaleRounds, name: SubjectName): Measure => ({
  name: `${name}, per second`,
  value: median(rates(of.get(name))),
  spread: spread(rates(of.get(name))),
  unit: 'per second',
});

export const rateOver = (
  { of }: SaleRounds,
  name: SubjectName,
  other: SubjectName,
  goal: Pick<Measure, 'must' | 'aim'> = {},
): Measure => {
  const [own, others] = [rates(of.get(name)), rates(of.get(other))];
  const value = median(own) / median(others);
  const byRound = own.map((rate, round) => rate / (others[round] ?? Number.NaN));
  return { name: `${name} over ${other}`, value, spread: spread(byRound, value), unit: 'ratio', ...goal };
};

/** Processor time per sale, in that of a bare Fastify POST of the same run. */
export const inBarePosts = (
  { of }: SaleRounds,
  name: SubjectName,
  where: 'serverUs' | 'databaseUs',
  goal: Pick<Measure, 'must' | 'aim'> = {},
): Measure => {
  const costs = (of.get(name) ?? []).map((sale) => sale[where] ?? Number.NaN);
  const bare = (of.get('F0') ?? []).map(({ serverUs }) => serverUs ?? Number.NaN);
  return {
    name: `${name}, processor time of ${where === 'serverUs' ? 'the server' : 'its Postgres'} per hold`,
    value: median(costs) / median(bare),
    unit: 'u',
    less: true,
    ...goal,
  };
};
