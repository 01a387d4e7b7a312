/** Two nodes that sell one showtime: do they sell as much as one, and does each get its share? */
import { randomBytes } from 'node:crypto';
import type { Bench } from '../Bench.ts';
import { holdFaults } from '../checkedHolds.ts';
import { openDatabase } from '../database.ts';
import { median, spread } from '../figures.ts';
import { benchLimits } from '../limits.ts';
import type { LoadResult } from '../load/job.ts';
import { runLoad } from '../load/runLoad.ts';
import { heldInLog } from '../marqueeLog.ts';
import { countOf, seatsOf } from '../sell.ts';
import { buildStage } from '../stage.ts';
import { type MarqueeNode, onDatabase, startNode } from '../subjects/marquee.ts';
import type { Measure, Metric } from './Metric.ts';

const made = [201];

interface Shared {
  readonly perSecond: number;
  readonly leastShare: number;
  readonly unavailable: number;
  readonly faults: readonly string[];
}

const told = ({ counts, ...result }: LoadResult, faults: readonly string[]): Shared => {
  const sold = countOf({ counts, ...result }, made);
  const least = Math.min(...counts.map((each) => each['201'] ?? 0));
  return {
    perSecond: faults.length > 0 ? 0 : sold / result.seconds,
    leastShare: least / sold,
    unavailable: countOf({ counts, ...result }, [503]) / countOf({ counts, ...result }),
    faults,
  };
};

/** One node for each way to the database; all on one log, each asked by as many callers. */
const sellTogether = async (bench: Bench, ways: readonly ('near' | 'far')[]): Promise<Shared> => {
  const database = await openDatabase(bench);
  const nodes: MarqueeNode[] = [];
  const secret = randomBytes(32).toString('base64url');
  try {
    for (const way of ways) {
      const url = way === 'near' ? database.url : await database.delayed();
      nodes.push(await startNode(bench, { env: { ...onDatabase(url), MARQUEE_SECRET: secret } }));
    }
    const [first] = nodes;
    if (first === undefined) throw new Error('there is no node');
    const { hotShowtimes: showtimes, hallSeats: seats, connections } = benchLimits;
    const { address } = first.server;
    const stage = await buildStage(address, first.adminToken, { showtimes, seats, halls: 1 });
    const { warmUpMs, forMs } = bench.limits;
    const result = await runLoad({
      ports: nodes.map(({ server }) => server.port),
      connections: connections * nodes.length,
      warmUpMs,
      forMs,
      statuses: [...made, 503],
      requests: seatsOf(stage),
    });
    return told(result, holdFaults(result.acknowledged, await heldInLog(address, first.adminToken)));
  } finally {
    for (const { server } of nodes) await server.stop();
    await database.close();
  }
};

const setups = { one: ['near'], two: ['near', 'near'], apart: ['near', 'far'] } as const;
const names = { two: 'two nodes', apart: 'two nodes, one of them 1 ms away' } as const;

export const p9: Metric = {
  id: 'P9',
  title: `Nodes on one log, each asked by ${benchLimits.connections} connections for seats of one showtime at a time`,
  when: 'full',
  run: async (bench) => {
    const found: Record<keyof typeof setups, Shared[]> = { one: [], two: [], apart: [] };
    for (let round = 0; round < bench.limits.rounds; round += 1) {
      for (const setup of ['one', 'two', 'apart'] as const) {
        const shared = await sellTogether(bench, setups[setup]);
        found[setup].push(shared);
        const share = Math.round(100 * shared.leastShare);
        bench.say(`P9, round ${round + 1}: ${setup} ${Math.round(shared.perSecond)}/s, least ${share} %`);
      }
    }
    const alone = median(found.one.map(({ perSecond }) => perSecond));
    const measures = (['two', 'apart'] as const).flatMap((setup): Measure[] => {
      const ratios = found[setup].map(({ perSecond }) => perSecond / alone);
      const least = found[setup].map(({ leastShare }) => leastShare);
      const away = found[setup].map(({ unavailable }) => unavailable);
      const name = names[setup];
      const sum = { value: median(ratios), spread: spread(ratios), must: 0.9, aim: 1.2 };
      return [
        { name: `${name}, together over one node`, unit: 'ratio', ...sum },
        { name: `${name}, share of the slower`, unit: 'share', value: median(least), must: 0.3 },
        { name: `${name}, answers 503`, unit: 'share', value: Math.max(...away), must: 0.01, less: true },
      ];
    });
    const one: Measure = { name: 'one node, per second', value: alone, unit: 'per second' };
    const notes = Object.values(found).flatMap((all) => all.flatMap(({ faults }) => faults.slice(0, 3)));
    return { measures: [...measures, one], notes };
  },
};
