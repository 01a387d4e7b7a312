import type { Seat } from './seat.ts';

/** Above one seat pitch by more than rounding, the gap between two seats of a row is an aisle. */
const neighbourPitchMax = 1.01;

/** There is an aisle, or the row ends. */
export const noNeighbour = -1;

export interface Adjacency {
  /** Seat indexes row by row (rows as they first appear), within a row by x: neighbours stand side by side. */
  readonly walk: Uint16Array;
  /** Index of the seat beside it on the side of lower x, or {@link noNeighbour}. */
  readonly left: Int16Array;
  readonly right: Int16Array;
}

export const adjacency = (seats: readonly Seat[]): Adjacency => {
  const rows = new Map<string, number[]>();
  seats.forEach((seat, index) => {
    const row = rows.get(seat.row);
    if (row === undefined) rows.set(seat.row, [index]);
    else row.push(index);
  });

  const xOf = (index: number): number => seats[index]?.x ?? 0;
  const walk = new Uint16Array(seats.length);
  const left = new Int16Array(seats.length).fill(noNeighbour);
  const right = new Int16Array(seats.length).fill(noNeighbour);
  let place = 0;
  for (const row of rows.values()) {
    row.sort((a, b) => xOf(a) - xOf(b) || a - b);
    let before = noNeighbour;
    for (const index of row) {
      if (before !== noNeighbour && xOf(index) - xOf(before) <= neighbourPitchMax) {
        left[index] = before;
        right[before] = index;
      }
      walk[place++] = index;
      before = index;
    }
  }
  return { walk, left, right };
};
