import { adjacency } from './adjacency.ts';
import { type DrawnSeat, type FocalPoint, labelOf, rowLabelOf, type Seat, seatingLimits } from './seat.ts';

/** `path` leads to the fault in a drawing given as rows of seats: `rows.0.seats.3.id`. */
export interface LayoutProblem {
  readonly path: string;
  readonly message: string;
}

const unitSeatsMax = 4;
/** In seat pitches. */
const seatDistanceMin = 0.5;
const problemsMax = 50;

/** Default: centred, two thirds of the way from the first row to the last. A rule of thumb of ours. */
export const focalPointFor = (seats: readonly Seat[]): FocalPoint => {
  let [left, right, front, back] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of seats) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    front = Math.min(front, y);
    back = Math.max(back, y);
  }
  if (left > right) return { x: 0, y: 0 };
  const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
  return { x: rounded((left + right) / 2), y: rounded(front + ((back - front) * 2) / 3) };
};

/** The path of each seat in the drawing, rows counted as they first appear. */
const pathsOf = (seats: readonly Seat[]): string[] => {
  const rows = new Map<string, { readonly place: number; seats: number }>();
  return seats.map(({ row }) => {
    const drawn = rows.get(row) ?? { place: rows.size, seats: 0 };
    rows.set(row, drawn);
    return `rows.${drawn.place}.seats.${drawn.seats++}`;
  });
};

const sizeProblems = (seats: readonly Seat[]): LayoutProblem[] => {
  const { seatsPerHallMax, rowsPerHallMax } = seatingLimits;
  if (seats.length === 0) return [{ path: 'rows', message: 'a layout has at least one seat' }];
  if (seats.length > seatsPerHallMax) {
    return [{ path: 'rows', message: `a layout has at most ${seatsPerHallMax} seats` }];
  }
  if (new Set(seats.map((seat) => seat.row)).size > rowsPerHallMax) {
    return [{ path: 'rows', message: `a layout has at most ${rowsPerHallMax} rows` }];
  }
  return [];
};

const repeats = (
  seats: readonly DrawnSeat[],
  paths: readonly string[],
  field: 'id' | 'number' | 'label',
  keyOf: (seat: DrawnSeat) => string,
): LayoutProblem[] => {
  const seen = new Set<string>();
  return seats.flatMap((seat, index) => {
    const key = keyOf(seat);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: `${paths[index]}.${field}`, message: `${key} is there twice` }];
  });
};

/** Within a zone a row and a seat are found by what is printed. */
const printedAs = (seat: DrawnSeat): string =>
  `row ${rowLabelOf(seat)} seat ${labelOf(seat)}${seat.zone === undefined ? '' : ` in ${seat.zone}`}`;

const overlaps = (seats: readonly Seat[], paths: readonly string[], walk: Uint16Array): LayoutProblem[] => {
  const problems: LayoutProblem[] = [];
  for (let place = 1; place < walk.length; place++) {
    const seat = seats[walk[place] ?? 0];
    const before = seats[walk[place - 1] ?? 0];
    if (seat === undefined || before === undefined || seat.row !== before.row) continue;
    if (seat.x - before.x >= seatDistanceMin) continue;
    const message = `${seat.id} stands in the place of ${before.id}`;
    problems.push({ path: `${paths[walk[place] ?? 0]}.x`, message });
  }
  return problems;
};

/** `visitBlocks` relies on a unit being a chain of 2 to 4 neighbours. */
const unitProblems = (
  seats: readonly Seat[],
  paths: readonly string[],
  right: Int16Array,
): LayoutProblem[] => {
  const units = new Map<string, number[]>();
  seats.forEach((seat, index) => {
    if (seat.unitId === undefined) return;
    const members = units.get(seat.unitId);
    if (members === undefined) units.set(seat.unitId, [index]);
    else members.push(index);
  });
  return [...units].flatMap(([unitId, members]) => {
    const path = `${paths[members[0] ?? 0]}.unitId`;
    if (members.length < 2 || members.length > unitSeatsMax) {
      return [
        { path, message: `unit ${unitId} has ${members.length} seats instead of 2 to ${unitSeatsMax}` },
      ];
    }
    const links = members.filter((member) => members.includes(right[member] ?? -1)).length;
    if (links === members.length - 1) return [];
    return [{ path, message: `the seats of unit ${unitId} are not side by side` }];
  });
};

/**
 * Everything that is wrong with a drawing, at most 50 faults; empty when it is sound. Each seat fits `seatSchema`
 * already; seats come in layout order.
 */
export const checkLayout = (seats: readonly DrawnSeat[]): readonly LayoutProblem[] => {
  const tooMuch = sizeProblems(seats);
  if (tooMuch.length > 0) return tooMuch;
  const paths = pathsOf(seats);
  const { walk, right } = adjacency(seats);
  const numbersTwice = repeats(seats, paths, 'number', (seat) => `row ${seat.row} number ${seat.number}`);
  return [
    ...repeats(seats, paths, 'id', (seat) => seat.id),
    ...numbersTwice,
    ...(numbersTwice.length > 0 ? [] : repeats(seats, paths, 'label', printedAs)),
    ...overlaps(seats, paths, walk),
    ...unitProblems(seats, paths, right),
  ].slice(0, problemsMax);
};
