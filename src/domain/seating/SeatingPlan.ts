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

/** Plans in use by a digest of their drawing; of two drawings with one digest, the later takes the place of the other. */
const kept = new Map<string, WeakRef<SeatingPlan>>();
/** With so many entries, those of plans that are no longer in use are removed. */
const sweepAt = 1_000;

/** Equal for equal drawings, and nearly always another one for others. */
const digestOf = ({ size, ids, numbers, x, y }: SeatingPlan): string => {
  let sum = 0;
  for (let index = 0; index < size; index += 1) {
    sum += (index + 1) * ((numbers[index] ?? 0) + 7 * (x[index] ?? 0) + 31 * (y[index] ?? 0));
  }
  return `${size} ${ids[0]} ${ids.at(-1)} ${sum}`;
};

const columns = [
  'ids',
  'rows',
  'numbers',
  'x',
  'y',
  'types',
  'zones',
  'unitIds',
  'walk',
  'left',
  'right',
] as const;

const isSame = (one: SeatingPlan, other: SeatingPlan): boolean =>
  one.size === other.size &&
  one.focalPoint.x === other.focalPoint.x &&
  one.focalPoint.y === other.focalPoint.y &&
  columns.every((column) => {
    const [values, others] = [one[column], other[column]];
    for (let index = 0; index < one.size; index += 1) if (values[index] !== others[index]) return false;
    return true;
  });

/** An equal plan that is in use already, or this one: the plan is most of what an unsold showtime takes in memory. */
const sharedPlan = (plan: SeatingPlan): SeatingPlan => {
  const digest = digestOf(plan);
  const used = kept.get(digest)?.deref();
  if (used !== undefined && isSame(used, plan)) return used;
  if (kept.size >= sweepAt) {
    for (const [each, ref] of kept) if (ref.deref() === undefined) kept.delete(each);
  }
  kept.set(digest, new WeakRef(plan));
  return plan;
};

/** Equal drawings give one and the same plan. */
export const seatingPlan = (seats: readonly Seat[], focalPoint: FocalPoint): SeatingPlan =>
  sharedPlan({
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
