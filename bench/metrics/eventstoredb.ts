/** The program on EventStoreDB, beside itself on Postgres. */
import type { EventStoreDbName, SubjectName } from '../subjects/Subject.ts';
import type { Measure, Metric } from './Metric.ts';
import { inBarePosts, perSecond, rateOver, type SaleRounds, saleRounds } from './rounds.ts';

const must = { rate: 0.5, units: 7 } as const;

const measuresOf = (rounds: SaleRounds, name: EventStoreDbName): readonly Measure[] => [
  rateOver(rounds, name, 'M', { must: must.rate }),
  inBarePosts(rounds, name, 'serverUs', { must: must.units }),
];

export const eventstoredb: Metric = {
  id: 'eventstoredb',
  title: 'As P1, on EventStoreDB beside Postgres',
  when: 'named',
  run: async (bench) => {
    const real = process.env.EVENTSTORE_URL !== undefined;
    const others: readonly EventStoreDbName[] = real ? ['ME', 'MR'] : ['ME'];
    const subjects: readonly SubjectName[] = ['F0', 'M', ...others];
    const rounds = await saleRounds(bench, 'EventStoreDB', { subjects });
    return {
      measures: [
        ...others.flatMap((name) => measuresOf(rounds, name)),
        inBarePosts(rounds, 'M', 'serverUs'),
        {
          ...inBarePosts(rounds, 'ME', 'databaseUs'),
          name: 'ME, processor time of its EventStoreDB per hold',
        },
        ...subjects.map((name) => perSecond(rounds, name)),
      ],
      notes: [
        '- **ME**: M with its log in the EventStoreDB that stands in for a real one in the tests, as a process of its own.',
        real
          ? '- **MR**: M with its log in a real EventStoreDB.'
          : 'No real EventStoreDB was measured: EVENTSTORE_URL names one with an empty log.',
        ...rounds.notes,
      ],
    };
  },
};
