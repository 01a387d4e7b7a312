/** Two read models from a long log, beside the same two on emmett's Postgres event store. */
import pg from 'pg';
import type { Bench } from '../Bench.ts';
import { openDatabase } from '../database.ts';
import { installApart } from '../installApart.ts';
import { processorSecondsOfFamily } from '../processorTime.ts';
import { demandSameLog } from '../rebuild/demandSameLog.ts';
import { makeLogs } from '../rebuild/makeLogs.ts';
import { differingSums, type RowSums, rowSumsSchema } from '../rebuild/rowSums.ts';
import { emmettAnswer, emmettBatch, emmettFolder, type Side, sidesOf } from '../rebuild/sides.ts';
import type { Measure, Metric } from './Metric.ts';

const eventsCount = { full: 1_000_000, quick: 100_000 } as const;
const must = 5;

interface Seen {
  readonly name: string;
  /** Zero when the rows are wrong. */
  readonly perSecond: number;
  readonly processSeconds: number;
  readonly postgresSeconds: number;
  readonly faults: readonly string[];
}

interface Wanted {
  readonly events: number;
  readonly sums: RowSums;
}

const measure = async (side: Side, { events, sums }: Wanted, { postgres, say }: Bench): Promise<Seen> => {
  const { name } = side;
  const client = new pg.Client({ connectionString: side.url });
  await client.connect();
  try {
    await client.query(side.clearSql);
    // What was written before is not to be written out meanwhile.
    await client.query('CHECKPOINT');
    const before = processorSecondsOfFamily(postgres.pid) ?? Number.NaN;
    const took = await side.rebuild();
    const postgresSeconds = (processorSecondsOfFamily(postgres.pid) ?? Number.NaN) - before;
    const { rows } = await client.query(side.sumsSql);
    const faults = differingSums(name, rowSumsSchema.parse(rows[0]), sums);
    say(`rebuild: ${name} took ${took.seconds.toFixed(1)} s, ${faults.length} sums differ`);
    const perSecond = faults.length === 0 ? events / took.seconds : 0;
    return { name, perSecond, processSeconds: took.processorSeconds, postgresSeconds, faults };
  } finally {
    await client.end();
  }
};

/** NaN, which reaches nothing, when the other's rows are wrong. */
const over = (own: Seen, other: Seen): Omit<Measure, 'must'> => ({
  name: `${own.name} over ${other.name}, events per second`,
  value: other.perSecond === 0 ? Number.NaN : own.perSecond / other.perSecond,
  unit: 'ratio',
});

const told = ({ name, perSecond, processSeconds, postgresSeconds }: Seen): readonly Measure[] => [
  { name: `${name}, events`, value: perSecond, unit: 'per second' },
  { name: `${name}, processor time of the process`, value: processSeconds, unit: 's', less: true },
  { name: `${name}, processor time of its Postgres`, value: postgresSeconds, unit: 's', less: true },
];

export const rebuild: Metric = {
  id: 'rebuild',
  title: 'Seat maps and bookings from a million events, beside emmett',
  when: 'named',
  run: async (bench) => {
    installApart(emmettFolder);
    const events = bench.limits.rounds === 1 ? eventsCount.quick : eventsCount.full;
    const [ours, theirs] = [await openDatabase(bench), await openDatabase(bench)] as const;
    const urls = { own: ours.url, emmett: theirs.url };
    try {
      await emmettAnswer('prepare', urls.emmett);
      const sums = await makeLogs(urls, events);
      await demandSameLog(urls, events);
      bench.say(`rebuild: ${events} events, ${JSON.stringify(sums)}`);
      const sides = sidesOf(urls);
      const wanted = { events, sums };
      const [M, projector, batches] = [
        await measure(sides.own, wanted, bench),
        await measure(sides.projector, wanted, bench),
        await measure(sides.batches, wanted, bench),
      ];
      const count = events.toLocaleString('en');
      return {
        measures: [
          { ...over(M, projector), must },
          over(M, batches),
          ...[M, projector, batches].flatMap(told),
        ],
        notes: [
          `The same ${count} events of a cinema chain (\`bench/scale\`) in the program's log and in emmett's tables, on one Postgres. Each makes a row per showtime with its taken seats and a row per booking with its state, seats and total, from nothing. The program's rows hold more: what a list shows of a showtime, the history of a booking, and eight indexes.`,
          `- **M**: the program's own making of the read models \`availability\` and \`bookings\`, as after an update, in a process of its own.`,
          `- **emmett**: the rebuild of 0.42.0, \`rebuildPostgreSQLProjections\`, with raw SQL projections. It hands them one event at a time and keeps its place after each. It reads ${emmettBatch.projector.toLocaleString('en')} events at once, the best of what was tried, and pauses 1 ms between reads in the place of 50 ms. Its table has two indexes more, on the position and on transaction and position, as its repository has since: without them each read goes through the whole table.`,
          `- **emmett in whole batches**: its consumer on the same table, with a processor of our own in the place of its projector. It hands raw SQL batch projections ${emmettBatch.batches.toLocaleString('en')} events at once, writes each row once, and keeps its place once per batch. 0.42.0 has nothing like it; its repository has batches since.`,
          'Its events were copied in as its append writes them, as one transaction; fifty places of the log were read back through its API. Numbers of showtimes, taken seats, bookings, confirmed bookings and booked seats, and the sum of totals must be what a fold of the log says; a side with others scores zero.',
          ...[M, projector, batches].flatMap(({ faults }) => faults.slice(0, 3)),
        ],
      };
    } finally {
      await ours.close();
      await theirs.close();
    }
  },
};
