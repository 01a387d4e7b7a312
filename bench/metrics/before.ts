/** The program beside another checkout of itself: is anything slower? */
import type { Bench } from '../Bench.ts';
import type { Metric } from './Metric.ts';
import { over, refusals, seatMaps } from './reading.ts';
import { perSecond, rateOver, saleRounds } from './rounds.ts';

/** Two runs of one and the same program differ by so much. */
const noise = 0.9;

/** Many short rounds instead of few long ones: whatever else the machine does falls on single rounds, which a median leaves out. */
const manyRounds = (bench: Bench): Bench => {
  const { limits } = bench;
  if (limits.rounds === 1) return bench;
  return { ...bench, limits: { ...limits, rounds: 9, forMs: limits.forMs / 3 } };
};

export const before: Metric = {
  id: 'before',
  title: 'This checkout over the one before',
  when: 'named',
  run: async (given) => {
    const bench = manyRounds(given);
    const subjects = ['M', 'B'] as const;
    const hot = await saleRounds(bench, 'one hot showtime', { subjects });
    const size = { seats: 200, showtimes: 1_000, halls: 50 };
    const spread = await saleRounds(bench, '1,000 showtimes', { subjects, size, sale: { order: 'zipf' } });
    return {
      measures: [
        { ...rateOver(hot, 'M', 'B', { must: noise }), name: 'holds, one hot showtime' },
        { ...rateOver(spread, 'M', 'B', { must: noise }), name: 'holds, 1,000 showtimes' },
        {
          name: 'refusals',
          value: over(await refusals(bench, subjects), 'M', 'B'),
          unit: 'ratio',
          must: noise,
        },
        {
          name: 'seat maps',
          value: over(await seatMaps(bench, subjects), 'M', 'B'),
          unit: 'ratio',
          must: noise,
        },
        ...subjects.map((name) => perSecond(hot, name)),
      ],
      notes: [...hot.notes, ...spread.notes],
    };
  },
};
