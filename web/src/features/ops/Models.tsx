import { useStore } from '@nanostores/preact';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../shared/charts/Chart.tsx';
import { formats } from '../../shared/format/formats.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { Table } from '../../shared/ui/Table.tsx';
import type { Metrics } from './Metrics.ts';
import { messages } from './messages.ts';
import styles from './Ops.module.css';
import { Part } from './Part.tsx';
import { secondsBefore, useShortNumbers } from './shortNumbers.ts';
import { useModels } from './useOps.ts';

export interface ModelsProps {
  readonly metrics: Metrics;
  readonly kept: readonly Metrics[];
}

const lags = (metrics: Metrics): number =>
  Math.max(0, ...metrics.by('marquee_projection_lag_seconds', 'projection').values());
const good = ['live', 'standby', 'elsewhere'];

export const Models = ({ metrics, kept }: ModelsProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const short = useShortNumbers();
  const models = useModels();
  const data = useMemo(() => [secondsBefore(kept), kept.map(lags)], [kept]);
  const lagOf = (ms: number | null): string => (ms === null ? t.unknown : `${short(ms / 1_000)} s`);
  return (
    <Part title={t.models}>
      {metrics.sum('marquee_projection_known') === 0 && <p class={styles.badValue}>{t.modelsUnknown}</p>}
      <Chart
        label={t.lagChart}
        data={data}
        lines={[{ label: t.lag, ink: 'accent', shape: 'line' }]}
        xLabel={t.before}
        xText={(x) => `${format.number(x)} s`}
        yText={(y) => `${short(y)} s`}
      />
      <Asked query={models}>
        {(rows) => (
          <Table
            label={t.table({ of: t.models })}
            rows={rows}
            keyOf={({ name }) => name}
            isBad={({ state, parked }) => !good.includes(state) || parked > 0}
            columns={[
              { name: t.name, cell: ({ name }) => name },
              {
                name: t.state,
                cell: ({ state, failure }) => (
                  <>
                    {t[`state-${state}`]}
                    {failure !== undefined && <div class={styles.note}>{failure}</div>}
                  </>
                ),
              },
              { name: t.lag, cell: ({ lag }) => lagOf(lag), isFigure: true },
              { name: t.position, cell: ({ position }) => format.number(Number(position)), isFigure: true },
              { name: t.parked, cell: ({ parked }) => format.number(parked), isFigure: true },
            ]}
          />
        )}
      </Asked>
    </Part>
  );
};
