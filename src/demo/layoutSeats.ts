import type { Seat, SeatType } from '../domain/seating/seat.ts';
import type { LayoutTemplate } from './layoutTemplates.ts';

/** I and O look like numbers. */
const rowLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

const seatTypeOf: Readonly<Record<string, SeatType>> = {
  r: 'regular',
  p: 'premium',
  l: 'recliner',
  c: 'couple',
  w: 'wheelchair',
  a: 'companion',
};

const firstRowY = 2;

/** Every showtime stores its seats in the log; one decimal keeps them short. */
const rounded = (value: number): number => Math.round(value * 10) / 10;

interface RowFrame {
  readonly id: string;
  readonly y: number;
  readonly zone: string | undefined;
  readonly width: number;
  readonly curve: number;
}

const seatsOfRow = (line: string, frame: RowFrame): readonly Seat[] => {
  const seats: Seat[] = [];
  let couples = 0;
  const middle = (frame.width - 1) / 2;
  [...line].forEach((letter, x) => {
    const type = seatTypeOf[letter];
    if (type === undefined) return;
    const number = seats.length + 1;
    if (type === 'couple') couples += 1;
    // Couple seats come in pairs from the left, so the first of a pair is odd.
    const firstOfPair = couples % 2 === 1 ? number : number - 1;
    seats.push({
      id: `${frame.id}${number}`,
      row: frame.id,
      number,
      x,
      y: rounded(frame.y - frame.curve * ((x - middle) / middle) ** 2),
      type,
      ...(frame.zone === undefined ? {} : { zone: frame.zone }),
      ...(type === 'couple' ? { unitId: `${frame.id}${firstOfPair}-${firstOfPair + 1}` } : {}),
    });
  });
  return seats;
};

/** Rows from the screen backwards, lettered from A; seats from the left, numbered from 1. */
export const layoutSeats = (template: LayoutTemplate): readonly Seat[] => {
  const lines = template.rows.filter((row) => typeof row === 'string');
  const width = Math.max(...lines.map((line) => line.length));
  const seats: Seat[] = [];
  let rowCount = 0;
  let zone: string | undefined;
  let y = firstRowY;
  for (const row of template.rows) {
    if (typeof row !== 'string') {
      zone = row.zone;
      continue;
    }
    if (row !== '') {
      const id = rowLetters[rowCount++] ?? '';
      seats.push(...seatsOfRow(row, { id, y, zone, width, curve: template.curve }));
    }
    y += 1;
  }
  return seats;
};
