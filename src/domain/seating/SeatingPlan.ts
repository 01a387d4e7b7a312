/** Columns instead of objects per seat, so that an idle showtime costs kilobytes. Indexes are in layout order. */
import { type Adjacency, adjacency } from './adjacency.ts';
import type { FocalPoint, Seat, SeatType } from './seat.ts';

export interface SeatingPlan extends Adjacency {
  readonly size: number;
  readonly focalPoint: FocalPoint;
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly rows: readonly string[];
  readonly numbers: Uint16Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly types: readonly SeatType[];
  readonly zones: readonly (string | undefined)[];
  readonly unitIds: readonly (string | undefined)[];
}

export const seatingPlan = (seats: readonly Seat[], focalPoint: FocalPoint): SeatingPlan => ({
  size: seats.length,
  focalPoint,
  ids: seats.map((seat) => seat.id),
  indexOf: new Map(seats.map((seat, index) => [seat.id, index])),
  rows: seats.map((seat) => seat.row),
  numbers: Uint16Array.from(seats, (seat) => seat.number),
  x: Float32Array.from(seats, (seat) => seat.x),
  y: Float32Array.from(seats, (seat) => seat.y),
  types: seats.map((seat) => seat.type),
  zones: seats.map((seat) => seat.zone),
  unitIds: seats.map((seat) => seat.unitId),
  ...adjacency(seats),
});
