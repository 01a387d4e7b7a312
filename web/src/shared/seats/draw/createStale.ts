import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Look } from './Look.ts';
import type { Shown } from './Shown.ts';

/** Which seats look other than they are painted. */
export const createStale = (plan: SeatPlan) => {
  let looks: readonly Look[] = [];
  let shown: Shown | undefined;
  const seats = new Set<Seat>();
  let isAll = true;
  const add = (changed: Iterable<Seat | undefined>): void => {
    for (const seat of changed) if (seat !== undefined) seats.add(seat);
  };
  return {
    add,
    addAll: (): void => {
      isAll = true;
    },
    show: (next: Shown): void => {
      const before = looks;
      looks = plan.seats.map(next.lookOf);
      add(plan.seats.filter(({ index }) => looks[index] !== before[index]));
      if (shown?.active !== next.active) add([shown?.active, next.active]);
      if (shown?.screenLabel !== next.screenLabel) isAll = true;
      shown = next;
    },
    lookOf: ({ index }: Seat): Look => looks[index] ?? 'unknown',
    /** Empties the list. */
    take: (): ReadonlySet<Seat> | 'all' => {
      const taken = isAll ? 'all' : new Set(seats);
      isAll = false;
      seats.clear();
      return taken;
    },
  };
};
