import type { paths } from '../../api/schema.ts';

export type Layout =
  paths['/v1/halls/{id}/layouts/{version}']['get']['responses'][200]['content']['application/json'];
export type SeatType = Layout['rows'][number]['seats'][number]['type'];

export interface Seat {
  /** Place in the order of the layout, which is that of the status string. */
  readonly index: number;
  readonly id: string;
  readonly row: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly type: SeatType;
  readonly zone: string | undefined;
  readonly unitId: string | undefined;
}

/** A layout as the map uses it: flat, with its bounds in seat widths. */
export interface SeatPlan {
  readonly seats: readonly Seat[];
  readonly rows: readonly (readonly Seat[])[];
  readonly byId: ReadonlyMap<string, Seat>;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly screen: { readonly x: number; readonly y: number; readonly width: number };
}

/** Room for the names of rows on both sides, and for the screen above. */
const margin = 1.4;
const screenRoom = 1.2;

export const planOf = ({ rows, screen }: Layout): SeatPlan => {
  let index = -1;
  const planned = rows.map((row) =>
    row.seats.map((seat): Seat => {
      index += 1;
      const { id, label, x, y, type, zone, unitId } = seat;
      return { index, id, row: row.label, label, x, y, type, zone, unitId };
    }),
  );
  const seats = planned.flat();
  const [xs, ys] = [seats.map(({ x }) => x), seats.map(({ y }) => y)];
  const left = Math.min(...xs, screen.x - screen.width / 2) - margin;
  const top = Math.min(...ys, screen.y) - screenRoom;
  return {
    seats,
    rows: planned,
    byId: new Map(seats.map((seat) => [seat.id, seat])),
    left,
    top,
    width: Math.max(Math.max(...xs) + 1, screen.x + 0.5 + screen.width / 2) + margin - left,
    height: Math.max(...ys) + 1 - top,
    screen,
  };
};

/** The seat, with the other half of its couple. */
export const unitOf = (plan: SeatPlan, seat: Seat): readonly Seat[] =>
  seat.unitId === undefined ? [seat] : plan.seats.filter(({ unitId }) => unitId === seat.unitId);
