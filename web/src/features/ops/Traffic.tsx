import { useStore } from '@nanostores/preact';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../shared/charts/Chart.tsx';
import { formats } from '../../shared/format/formats.ts';
import { type Metrics, rateOf } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';
import { secondsBefore, useShortNumbers } from './shortNumbers.ts';
import { Tiles } from './Tiles.tsx';

export interface TrafficProps {
  readonly metrics: Metrics;
  readonly before: Metrics | undefined;
  readonly kept: readonly Metrics[];
}

const duration = 'marquee_http_request_duration_seconds';
const requests = (metrics: Metrics): number => metrics.sum(`${duration}_count`);
const seconds = (metrics: Metrics): number => metrics.sum(`${duration}_sum`);
const refusals = (metrics: Metrics): number => metrics.sum('marquee_refusals_total');
const errors = (metrics: Metrics): number =>
  metrics.sum(`${duration}_count`, ({ status }) => status === '500');

export const Traffic = ({ metrics, before, kept }: TrafficProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const short = useShortNumbers();
  const data = useMemo(() => {
    const rates = (count: (metrics: Metrics) => number) =>
      kept.map((each, index) => rateOf(each, kept[index - 1], count) ?? null);
    return [secondsBefore(kept), rates(requests), rates(refusals)];
  }, [kept]);
  const [now, spent] = [rateOf(metrics, before, requests), rateOf(metrics, before, seconds)];
  const meanMs = now !== undefined && spent !== undefined && now > 0 ? (1_000 * spent) / now : undefined;
  return (
    <Part title={t.traffic}>
      <Tiles
        tiles={[
          { name: t.requests, value: short(now), note: t.rate },
          { name: t.refused, value: short(rateOf(metrics, before, refusals)), note: t.rate },
          {
            name: t.errors,
            value: format.number(errors(metrics)),
            ...(errors(metrics) > 0 ? { tone: 'bad' } : {}),
          },
          { name: t.meanTime, value: meanMs === undefined ? '–' : `${short(meanMs)} ms` },
          { name: t.waits, value: format.number(metrics.sum('marquee_waits_open')) },
        ]}
      />
      <Chart
        label={t.trafficChart}
        data={data}
        lines={[
          { label: t.requests, ink: 'accent', shape: 'line' },
          { label: t.refused, ink: 'soft', shape: 'line' },
        ]}
        xLabel={t.before}
        xText={(x) => `${format.number(x)} s`}
        yText={short}
      />
    </Part>
  );
};
