/** How old the read models are while holds come at a steady rate. */
import { readModels } from '../../src/compose.ts';
import { schemaOf } from '../../src/projections/engine/Projection.ts';
import type { Bench } from '../Bench.ts';
import { openDatabase } from '../database.ts';
import { median, percentile, spread } from '../figures.ts';
import { lagsOf, sampleLag } from '../lagSampler.ts';
import { sell } from '../sell.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Metric } from './Metric.ts';

const ratePerSecond = 5_000;

/** Those that holds change. */
const models = readModels.filter(({ definitions }) => 'SeatsHeld' in definitions);

interface Seen {
  readonly perSecond: number;
  /** p99 of each model, milliseconds. */
  readonly lagsMs: readonly number[];
  readonly faults: readonly string[];
}

const measure = async (bench: Bench): Promise<Seen> => {
  const database = await openDatabase(bench);
  try {
    const subject = await startSubject(bench, 'M', { databaseUrl: database.url });
    try {
      const sampler = await sampleLag(database.url, models.map(schemaOf));
      const fromMs = performance.now() + bench.limits.warmUpMs;
      // The check reads the whole log: no time to measure anything.
      const held = async () => {
        await sampler.stop();
        return subject.held();
      };
      const { perSecond, faults } = await sell({ ...subject, held }, bench.limits, { ratePerSecond });
      const samples = await sampler.stop();
      return {
        perSecond,
        faults,
        lagsMs: models.map((_, at) => percentile(lagsOf(samples, at, fromMs), 0.99)),
      };
    } finally {
      await subject.stop();
    }
  } finally {
    await database.close();
  }
};

export const p15: Metric = {
  id: 'P15',
  title: `p99 of the read models' lag at ${ratePerSecond.toLocaleString('en')} holds per second, open loop`,
  when: 'full',
  run: async (bench) => {
    const found: Seen[] = [];
    for (let round = 0; round < bench.limits.rounds; round += 1) found.push(await measure(bench));
    const lags = models.map(({ name }, at) => {
      const values = found.map(({ lagsMs }) => lagsMs[at] ?? Number.NaN);
      const value = median(values);
      return { name, value, spread: spread(values), unit: 'ms', must: 250, less: true } as const;
    });
    const rate = median(found.map(({ perSecond }) => perSecond));
    return {
      measures: [...lags, { name: 'holds that were made', value: rate, unit: 'per second' }],
      notes: [
        'Of the models that holds change, from the moment the log goes beyond them to that of their commit.',
        ...found.flatMap(({ faults }) => faults.slice(0, 3)),
      ],
    };
  },
};
