import { useStore } from '@nanostores/preact';
import { useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { looksInHouse } from '../../../shared/seats/draw/Look.ts';
import { SeatCanvas } from '../../../shared/seats/draw/SeatCanvas.tsx';
import { Legend } from '../../../shared/seats/panel/Legend.tsx';
import { usePlan } from '../../../shared/seats/usePlan.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import { lettersAt, type ShowHistory, type Step } from './foldShow.ts';
import styles from './Replay.module.css';

export interface HouseThenProps {
  readonly show: Show;
  readonly history: ShowHistory;
  readonly index: number;
  readonly step: Step;
}

const states = ['reserved', 'taken', 'blocked'] as const;
const none: ReadonlySet<string> = new Set();

/** The map after a step, on the layout of that time. */
export const HouseThen = ({ show, history, index, step }: HouseThenProps) => {
  const t = useStore(messages);
  const [, navigate] = useLocation();
  const { layoutVersion, event } = step;
  const plan = usePlan({ hallId: show.hallId, layoutVersion });
  const lookOf = useMemo(() => {
    const letters = lettersAt(history, index);
    const status = plan.data?.seats.map(({ id }) => letters.get(id) ?? 'A').join('') ?? '';
    return looksInHouse({ revision: event.revision, layoutVersion, status }, none);
  }, [history, index, plan.data]);
  return (
    <div class={styles.map}>
      <Asked query={plan}>
        {(data) => (
          <>
            <SeatCanvas
              plan={data}
              lookOf={lookOf}
              change={undefined}
              active={undefined}
              onSeat={({ id }) => navigate(`/log/shows/${show.id}/seats/${encodeURIComponent(id)}`)}
            />
            <Legend show={show} plan={data} states={states} />
          </>
        )}
      </Asked>
      <p class="soft">{t.mapHint}</p>
    </div>
  );
};
