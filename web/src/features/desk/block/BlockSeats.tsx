import { useState } from 'preact/hooks';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { looksInHouse } from '../../../shared/seats/draw/Look.ts';
import { useLiveMap } from '../../../shared/seats/live/useLiveMap.ts';
import { type Seat, type SeatPlan, unitOf } from '../../../shared/seats/plan/SeatPlan.ts';
import { SeatBoard } from '../../../shared/seats/SeatBoard.tsx';
import { usePlan } from '../../../shared/seats/usePlan.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { BlockPanel } from './BlockPanel.tsx';

const states = ['own', 'reserved', 'taken', 'blocked'] as const;

export const BlockSeats = ({ show }: { readonly show: Show }) => {
  const plan = usePlan(show);
  return <Asked query={plan}>{(data) => <BlockOnMap show={show} plan={data} />}</Asked>;
};

const BlockOnMap = ({ show, plan }: { readonly show: Show; readonly plan: SeatPlan }) => {
  const change = useLiveMap(show, plan);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const inHouse = looksInHouse(change?.map, new Set());
  const canChange = (id: string): boolean => {
    const seat = plan.byId.get(id);
    return seat !== undefined && ['free', 'blocked'].includes(inHouse(seat));
  };
  // A chosen seat that was sold meanwhile is chosen no more.
  const current = [...chosen].filter(canChange);
  const pick = (seat: Seat): void => {
    const unit = unitOf(plan, seat).map(({ id }) => id);
    const next = new Set(current);
    for (const id of unit) {
      if (next.has(id)) next.delete(id);
      else if (canChange(id)) next.add(id);
    }
    setChosen(next);
  };
  const isBlocked = (id: string): boolean => {
    const seat = plan.byId.get(id);
    return seat !== undefined && inHouse(seat) === 'blocked';
  };
  return (
    <SeatBoard
      {...{ show, plan, change, states }}
      lookOf={looksInHouse(change?.map, new Set(current))}
      onSeat={pick}
    >
      <BlockPanel
        show={show}
        revision={change?.map.revision}
        toBlock={current.filter((id) => !isBlocked(id))}
        toUnblock={current.filter(isBlocked)}
        onChoose={(ids) => setChosen(new Set(ids))}
      />
    </SeatBoard>
  );
};
