import type { DrawnSeat } from '../seating/seat.ts';

export interface RowDrawing {
  /** The row's name; its identity too where that is short, plain and not taken by a row before it. */
  readonly id: string;
  /** What is printed; default: the id. */
  readonly label?: string;
  readonly seats: readonly SeatDrawing[];
}

export interface SeatDrawing extends Partial<Omit<DrawnSeat, 'row' | 'rowLabel' | 'number'>> {
  /** A text that is no number from 1 to 999 is a label; the seat is then numbered by its place in the row. */
  readonly number: number | string;
}

const plainRow = /^[A-Za-z0-9-]{1,4}$/;
const plainSeat = /^[A-Za-z0-9-]+$/;
const wholeNumber = /^[1-9][0-9]{0,2}$/;

/** A row without an identity of its own is called by its place: `r12`. */
const rowIdentities = (rows: readonly RowDrawing[]): readonly string[] => {
  const taken = new Set<string>();
  const own = rows.map(({ id }) => {
    if (!plainRow.test(id) || taken.has(id)) return undefined;
    taken.add(id);
    return id;
  });
  return own.map((id, index) => {
    if (id !== undefined) return id;
    let place = index + 1;
    while (taken.has(`r${place}`)) place += 1;
    taken.add(`r${place}`);
    return `r${place}`;
  });
};

const numberOf = ({ number }: SeatDrawing): number | undefined => {
  if (typeof number === 'number') return number;
  return wholeNumber.test(number) ? Number(number) : undefined;
};

/** The given numbers; in between, the place in the row or the next number that no seat of the row has. */
const numbersOf = (seats: readonly SeatDrawing[]): readonly number[] => {
  const taken = new Set(seats.map(numberOf));
  return seats.map((seat, index) => {
    const given = numberOf(seat);
    if (given !== undefined) return given;
    let number = index + 1;
    while (taken.has(number)) number += 1;
    taken.add(number);
    return number;
  });
};

/** The given places; else one pitch to the right of the seat before. */
const placesOf = (seats: readonly SeatDrawing[]): readonly number[] => {
  let before = 0;
  return seats.map(({ x }) => {
    before = x ?? before + 1;
    return before;
  });
};

const numbered = (row: RowDrawing, identity: string, place: number) => {
  const numbers = numbersOf(row.seats);
  const xs = placesOf(row.seats);
  const rowLabel = row.label ?? row.id;
  return row.seats.map(({ id, number: given, label: asked, y, type, ...rest }, index) => {
    const number = numbers[index] ?? index + 1;
    const label = asked ?? String(given);
    const name = plainSeat.test(label) ? label : String(number);
    const seat: Omit<DrawnSeat, 'id'> = {
      ...rest,
      row: identity,
      number,
      x: xs[index] ?? index + 1,
      y: y ?? place,
      type: type ?? 'regular',
      ...(label === String(number) ? {} : { label }),
      ...(rowLabel === identity ? {} : { rowLabel }),
    };
    const joined = identity === row.id ? `${identity}${name}` : `${identity}-${name}`;
    return { id, joined, apart: `${identity}-${name}`, seat };
  });
};

/**
 * The seats of a drawing, in layout order. Rows come from the screen backwards: `y` defaults to the row's place from 1,
 * `x` to the order given. A seat's id defaults to row and number; where two seats would share it, as 12 in row 1 and 2 in
 * row 11 do, to both with a hyphen between.
 */
export const seatsOfRows = (rows: readonly RowDrawing[]): readonly DrawnSeat[] => {
  const identities = rowIdentities(rows);
  const seats = rows.flatMap((row, index) => numbered(row, identities[index] ?? row.id, index + 1));
  const uses = new Map<string, number>();
  for (const { id, joined } of seats) uses.set(id ?? joined, (uses.get(id ?? joined) ?? 0) + 1);
  return seats.map(({ id, joined, apart, seat }) => ({
    id: id ?? (uses.get(joined) === 1 ? joined : apart),
    ...seat,
  }));
};
