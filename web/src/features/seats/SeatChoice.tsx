import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import type { Show } from '../../shared/shows/Show.ts';
import { Announcements } from './Announcements.tsx';
import { canChoose, looksOf } from './draw/Look.ts';
import { SeatCanvas } from './draw/SeatCanvas.tsx';
import { SeatGrid } from './keyboard/SeatGrid.tsx';
import { SeatList } from './keyboard/SeatList.tsx';
import { useLiveMap } from './live/useLiveMap.ts';
import { ChoicePanel } from './panel/ChoicePanel.tsx';
import { Legend } from './panel/Legend.tsx';
import { type Seat, type SeatPlan, unitOf } from './plan/SeatPlan.ts';
import styles from './SeatChoice.module.css';
import { ShowHead } from './ShowHead.tsx';
import { useChooser } from './useChooser.ts';

export interface SeatChoiceProps {
  readonly show: Show;
  readonly plan: SeatPlan;
}

export const SeatChoice = ({ show, plan }: SeatChoiceProps) => {
  const change = useLiveMap(show, plan);
  const { chooser, proceed } = useChooser(show.id, change);
  const choice = useStore(chooser.choice);
  const [active, setActive] = useState<Seat>();
  const lookOf = looksOf(change?.map, choice);
  const pick = (seat: Seat): void => {
    if (canChoose(lookOf(seat))) chooser.toggle(unitOf(plan, seat).map(({ id }) => id));
  };
  const shared = { plan, show, lookOf, onSeat: pick };
  return (
    <div class={styles.page}>
      <ShowHead show={show} />
      <div class={styles.map}>
        <SeatCanvas plan={plan} lookOf={lookOf} change={change} active={active} onSeat={pick} />
        <SeatGrid {...shared} active={active} onMove={setActive} />
      </div>
      <div class={styles.side}>
        <ChoicePanel {...shared} chooser={chooser} onProceed={proceed} />
        <Legend show={show} plan={plan} />
        <SeatList {...shared} />
      </div>
      <Announcements choice={choice} />
    </div>
  );
};
