import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Show } from '../shows/Show.ts';
import type { Look, LookOf } from './draw/Look.ts';
import { SeatCanvas } from './draw/SeatCanvas.tsx';
import { SeatGrid } from './keyboard/SeatGrid.tsx';
import { SeatList } from './keyboard/SeatList.tsx';
import type { Change } from './live/useLiveMap.ts';
import { Legend } from './panel/Legend.tsx';
import type { Seat, SeatPlan } from './plan/SeatPlan.ts';
import styles from './SeatBoard.module.css';

export interface SeatBoardProps {
  readonly show: Show;
  readonly plan: SeatPlan;
  readonly lookOf: LookOf;
  readonly change: Change | undefined;
  readonly onSeat: (seat: Seat) => void;
  /** Of the legend, besides free seats. */
  readonly states?: readonly Look[];
  /** Beside the map. */
  readonly children: ComponentChildren;
}

/** The seats of a show in three ways: as a map, as a grid for the keyboard, as a list. */
export const SeatBoard = ({ show, plan, lookOf, change, onSeat, states, children }: SeatBoardProps) => {
  const [active, setActive] = useState<Seat>();
  const shared = { plan, show, lookOf, onSeat };
  return (
    <div class={styles.board}>
      <div class={styles.map}>
        <SeatCanvas plan={plan} lookOf={lookOf} change={change} active={active} onSeat={onSeat} />
        <SeatGrid {...shared} active={active} onMove={setActive} />
      </div>
      <div class={styles.side}>
        {children}
        <Legend show={show} plan={plan} {...(states === undefined ? {} : { states })} />
        <SeatList {...shared} />
      </div>
    </div>
  );
};
