/** Whether a stampede at one showtime is felt at another. */
import { median, percentile, spread } from '../figures.ts';
import { benchLimits } from '../limits.ts';
import type { LoadJob } from '../load/job.ts';
import { runLoad } from '../load/runLoad.ts';
import { countOf, seatsOf } from '../sell.ts';
import type { Subject } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Metric } from './Metric.ts';

const quietPerSecond = 50;
const quietConnections = 8;
/** Together they last for all rounds. */
const quietShowtimes = 4;
const noOp = '/health/live';

interface Felt {
  readonly quietMs: number;
  readonly noOpMs: number;
  readonly soldPerSecond: number;
}

const measure = async (
  { server, stage }: Subject,
  limits: Pick<LoadJob, 'warmUpMs' | 'forMs'>,
): Promise<Felt> => {
  const part = (from: number, to?: number) =>
    seatsOf({ ...stage, showtimeIds: stage.showtimeIds.slice(from, to) });
  const job = { ports: [server.port], ...limits, statuses: [200, 201] };
  const seldom = { ...job, connections: quietConnections, ratePerSecond: quietPerSecond };
  const [saturating, holds, nothing] = await Promise.all([
    runLoad({ ...job, connections: benchLimits.connections, requests: part(quietShowtimes) }),
    runLoad({ ...seldom, requests: part(0, quietShowtimes) }),
    runLoad({ ...seldom, requests: { kind: 'same', method: 'GET', paths: [noOp] } }),
  ]);
  return {
    quietMs: percentile(holds.latenciesMs, 0.99),
    noOpMs: percentile(nothing.latenciesMs, 0.99),
    soldPerSecond: countOf(saturating) / saturating.seconds,
  };
};

export const p8: Metric = {
  id: 'P8',
  title: 'Holds of a quiet showtime while another is saturated, over a no-op route of the same process',
  when: 'full',
  run: async (bench) => {
    const found: Felt[] = [];
    for (let round = 0; round < bench.limits.rounds; round += 1) {
      const subject = await startSubject(bench, 'M');
      try {
        found.push(await measure(subject, bench.limits));
      } finally {
        await subject.stop();
      }
    }
    const ratios = found.map(({ quietMs, noOpMs }) => quietMs / noOpMs);
    return {
      measures: [
        {
          name: 'p99 of a hold over p99 of the no-op route',
          value: median(ratios),
          spread: spread(ratios),
          unit: 'ratio',
          must: 1.5,
          less: true,
        },
        { name: 'hold, p99', value: median(found.map(({ quietMs }) => quietMs)), unit: 'ms' },
        { name: 'no-op route, p99', value: median(found.map(({ noOpMs }) => noOpMs)), unit: 'ms' },
        {
          name: 'the saturated showtime',
          value: median(found.map(({ soldPerSecond }) => soldPerSecond)),
          unit: 'per second',
        },
      ],
      notes: [`${quietPerSecond} holds and ${quietPerSecond} requests of \`${noOp}\` per second, open loop.`],
    };
  },
};
