import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';

const nearestIn = (row: readonly Seat[], x: number): Seat | undefined =>
  row.toSorted((one, other) => Math.abs(one.x - x) - Math.abs(other.x - x))[0];

/** The seat that a key leads to; undefined for keys that do not move. */
export const neighbour = (plan: SeatPlan, seat: Seat, key: string): Seat | undefined => {
  const at = plan.rows.findIndex((row) => row.includes(seat));
  const row = plan.rows[at] ?? [];
  const place = row.indexOf(seat);
  switch (key) {
    case 'ArrowLeft':
      return row[place - 1] ?? seat;
    case 'ArrowRight':
      return row[place + 1] ?? seat;
    case 'ArrowUp':
      return nearestIn(plan.rows[at - 1] ?? row, seat.x);
    case 'ArrowDown':
      return nearestIn(plan.rows[at + 1] ?? row, seat.x);
    case 'Home':
      return row[0];
    case 'End':
      return row.at(-1);
    case 'PageUp':
      return nearestIn(plan.rows[0] ?? row, seat.x);
    case 'PageDown':
      return nearestIn(plan.rows.at(-1) ?? row, seat.x);
    default:
      return undefined;
  }
};
