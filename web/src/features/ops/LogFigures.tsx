import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { type Metrics, rateOf } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';
import { useShortNumbers } from './shortNumbers.ts';
import { Tiles } from './Tiles.tsx';

export interface ReadingsProps {
  readonly metrics: Metrics;
  readonly before: Metrics | undefined;
}

export const LogFigures = ({ metrics, before }: ReadingsProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const short = useShortNumbers();
  const appends = (outcome: string) => (of: Metrics) =>
    of.sum('marquee_appends_total', (labels) => labels.outcome === outcome);
  const tile = (name: string, count: (of: Metrics) => number) => ({
    ...{ name, value: format.number(count(metrics)) },
    note: t.perSecond({ value: short(rateOf(metrics, before, count)) }),
  });
  return (
    <Part title={t.log}>
      <Tiles
        tiles={[
          tile(t.appends, appends('appended')),
          tile(t.events, (of) => of.sum('marquee_appended_events_total')),
          tile(t.appendConflicts, appends('conflict')),
          tile(t.appendsFailed, appends('failed')),
        ]}
      />
    </Part>
  );
};
