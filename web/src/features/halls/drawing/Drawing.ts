import type { paths } from '../../../shared/api/schema.ts';

export type Layout =
  paths['/v1/halls/{id}/layouts/{version}']['get']['responses'][200]['content']['application/json'];
type DrawnSeat = Layout['rows'][number]['seats'][number];
export type SeatType = DrawnSeat['type'];

export interface Seat {
  /** Names the seat while it is edited. */
  readonly key: string;
  /** What it is known by when it was sold; a new seat gets one when it is saved. */
  readonly id?: string;
  readonly number: number;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly type: SeatType;
  readonly zone?: string;
  readonly unitId?: string;
  readonly category?: string;
}

export interface Row {
  readonly id: string;
  readonly label: string;
  /** By `x`. */
  readonly seats: readonly Seat[];
}

/** Rows from the screen backwards. */
export type Drawing = readonly Row[];

export const seatTypes: readonly SeatType[] = [
  ...(['regular', 'premium', 'recliner', 'couple', 'wheelchair', 'companion'] as const),
];

export const limits = {
  ...{ seatsMax: 2_000, rowsMax: 100, seatsPerRowMax: 100 },
  ...{ buildRowsMax: 40, buildSeatsMax: 50, cleaningMax: 240 },
} as const;

export const drawingOf = ({ rows }: Layout): Drawing =>
  rows.map(({ id, label, seats }) => ({
    ...{ id, label },
    seats: seats.map((seat) => ({ ...seat, key: seat.id })).toSorted((a, b) => a.x - b.x),
  }));

/** As the API takes it. */
export const rowsOf = (drawing: Drawing) =>
  drawing.map(({ id, label, seats }) => ({ id, label, seats: seats.map(({ key: _key, ...seat }) => seat) }));

export const seatsIn = (drawing: Drawing): readonly Seat[] => drawing.flatMap(({ seats }) => seats);

export const mapSeats = (
  drawing: Drawing,
  keys: ReadonlySet<string>,
  change: (seat: Seat) => Seat,
): Drawing =>
  drawing.map((row) =>
    row.seats.some(({ key }) => keys.has(key))
      ? { ...row, seats: row.seats.map((seat) => (keys.has(seat.key) ? change(seat) : seat)) }
      : row,
  );
