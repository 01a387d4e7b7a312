import { useStore } from '@nanostores/preact';
import type { ComponentChildren, ComponentType } from 'preact';
import type { Show } from '../shows/Show.ts';
import { Announcements } from './Announcements.tsx';
import { canChoose, looksOf } from './draw/Look.ts';
import { useLiveMap } from './live/useLiveMap.ts';
import { ChoicePanel, type FootProps } from './panel/ChoicePanel.tsx';
import { type Seat, type SeatPlan, unitOf } from './plan/SeatPlan.ts';
import { SeatBoard } from './SeatBoard.tsx';
import { useChooser } from './useChooser.ts';

export interface SeatChoiceProps {
  readonly show: Show;
  readonly plan: SeatPlan;
  readonly foot: ComponentType<FootProps>;
  /** Below the choice. */
  readonly children?: ComponentChildren;
}

/** Seats to choose from; what is chosen is held at once, until the page is left. */
export const SeatChoice = ({ show, plan, foot, children }: SeatChoiceProps) => {
  const change = useLiveMap(show, plan);
  const chooser = useChooser(show.id, change);
  const choice = useStore(chooser.choice);
  const lookOf = looksOf(change?.map, choice);
  const pick = (seat: Seat): void => {
    if (canChoose(lookOf(seat))) chooser.toggle(unitOf(plan, seat).map(({ id }) => id));
  };
  return (
    <>
      <SeatBoard show={show} plan={plan} lookOf={lookOf} change={change} onSeat={pick}>
        <ChoicePanel {...{ show, plan, lookOf, chooser, foot }} />
        {children}
      </SeatBoard>
      <Announcements choice={choice} />
    </>
  );
};
