import { useStore } from '@nanostores/preact';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../../shared/charts/Chart.tsx';
import { formats } from '../../../shared/format/formats.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import type { ShowHistory } from './foldShow.ts';
import type { Axis } from './placesOn.ts';

export interface SalesCurveProps {
  readonly show: Show;
  readonly history: ShowHistory;
  readonly places: readonly number[];
  readonly axis: Axis;
  readonly at: number;
  readonly onPlace: (at: number) => void;
}

const dayInSeconds = 86_400;

export const SalesCurve = ({ show, history, places, axis, at, onPlace }: SalesCurveProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { steps } = history;
  const firstMs = steps[0]?.atMs ?? 0;
  const data = useMemo(
    () => [places, steps.map(({ counts }) => counts.B), steps.map(({ counts }) => counts.H)],
    [places, steps],
  );
  const isBrief = (places.at(-1) ?? 0) < dayInSeconds;
  const timeOf = (x: number): string => {
    const instant = new Date(firstMs + x * 1_000).toISOString();
    return isBrief ? format.time(instant, show.timeZone) : format.dateTime(instant, show.timeZone);
  };
  return (
    <Chart
      label={t.curve}
      data={data}
      lines={[
        { label: t.sold, ink: 'accent', shape: 'steps' },
        { label: t.held, ink: 'soft', shape: 'steps' },
      ]}
      xLabel={axis === 'time' ? t.time : t.scaleEvents}
      xText={axis === 'time' ? timeOf : format.number}
      yText={format.number}
      mark={at}
      onPlace={onPlace}
    />
  );
};
