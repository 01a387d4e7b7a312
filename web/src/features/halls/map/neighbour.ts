import type { Drawing, Seat } from '../drawing/Drawing.ts';

const nearest = (seats: readonly Seat[], x: number): Seat | undefined =>
  seats.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0];

/** The seat that an arrow key leads to; undefined where there is none. */
export const neighbour = (drawing: Drawing, key: string, arrow: string): Seat | undefined => {
  const row = drawing.findIndex(({ seats }) => seats.some((seat) => seat.key === key));
  const seats = drawing[row]?.seats ?? [];
  const at = seats.findIndex((seat) => seat.key === key);
  switch (arrow) {
    case 'ArrowLeft':
      return seats[at - 1];
    case 'ArrowRight':
      return seats[at + 1];
    case 'ArrowUp':
      return nearest(drawing[row - 1]?.seats ?? [], seats[at]?.x ?? 0);
    case 'ArrowDown':
      return nearest(drawing[row + 1]?.seats ?? [], seats[at]?.x ?? 0);
    case 'Home':
      return seats[0];
    case 'End':
      return seats.at(-1);
    default:
      return undefined;
  }
};
