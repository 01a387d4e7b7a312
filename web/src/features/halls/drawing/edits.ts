import { type Drawing, limits, mapSeats, type Row, type Seat, seatsIn } from './Drawing.ts';
import { partUnits } from './units.ts';

type Keys = ReadonlySet<string>;

const whole = ({ zone: _zone, ...seat }: Seat): Seat => seat;

export const setZone = (drawing: Drawing, keys: Keys, zone: string): Drawing =>
  mapSeats(drawing, keys, (seat) => (zone === '' ? whole(seat) : { ...seat, zone }));

export const removeSeats = (drawing: Drawing, keys: Keys): Drawing =>
  partUnits(drawing, keys)
    .map((row) => ({ ...row, seats: row.seats.filter(({ key }) => !keys.has(key)) }))
    .filter(({ seats }) => seats.length > 0);

/** In each row, the seats from the first of `keys` on are moved by `by(gap before it)` pitches. */
const shiftFrom = (drawing: Drawing, keys: Keys, by: (gap: number) => number): Drawing =>
  drawing.map((row) => {
    const at = row.seats.findIndex(({ key }) => keys.has(key));
    const [before, first] = [row.seats[at - 1], row.seats[at]];
    if (before === undefined || first === undefined) return row;
    if (first.unitId !== undefined && first.unitId === before.unitId) return row;
    const shift = by(first.x - before.x);
    const seats = row.seats.map((seat, index) => (index < at ? seat : { ...seat, x: seat.x + shift }));
    return { ...row, seats };
  });

/** Before the first of the seats in each row. A couple is never cut through. */
export const openAisle = (drawing: Drawing, keys: Keys): Drawing => shiftFrom(drawing, keys, () => 1);

export const closeAisle = (drawing: Drawing, keys: Keys): Drawing =>
  shiftFrom(drawing, keys, (gap) => Math.min(0, 1 - gap));

const fresh = (row: Row, rowNumber: number, count: number): readonly Seat[] => {
  const numbers = row.seats.map(({ number }) => number);
  const last = row.seats.at(-1);
  const highest = Math.max(0, ...numbers);
  return Array.from({ length: count }, (_, place) => {
    const number = highest + place + 1;
    return {
      key: `new ${row.id} ${number}`,
      ...{ number, label: String(number), type: 'regular' as const },
      ...{ x: (last?.x ?? 0) + place + 1, y: last?.y ?? rowNumber },
      ...(last?.zone === undefined ? {} : { zone: last.zone }),
    };
  });
};

const roomFor = (drawing: Drawing, count: number): boolean =>
  seatsIn(drawing).length + count <= limits.seatsMax;

/** At the right end of the rows that have seats among `keys`. */
export const addSeats = (drawing: Drawing, keys: Keys, count: number): Drawing =>
  drawing.map((row, index) => {
    const isMeant = row.seats.some(({ key }) => keys.has(key));
    if (!isMeant || !roomFor(drawing, count) || row.seats.length + count > limits.seatsPerRowMax) return row;
    return { ...row, seats: [...row.seats, ...fresh(row, index + 1, count)] };
  });

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const freeRowId = (drawing: Drawing): string => {
  const taken = new Set(drawing.flatMap(({ id, label }) => [id, label]));
  const names = [...letters, ...[...letters].map((letter) => letter + letter)];
  return names.find((name) => !taken.has(name)) ?? `r${drawing.length + 1}`;
};

/** Behind the last row. */
export const addRow = (drawing: Drawing, count: number): Drawing => {
  if (drawing.length >= limits.rowsMax || !roomFor(drawing, count)) return drawing;
  const id = freeRowId(drawing);
  const last = drawing.at(-1);
  const y = Math.max(0, ...(last?.seats ?? []).map((seat) => seat.y)) + 1;
  const left = (last?.seats[0]?.x ?? 1) - 1;
  const empty = { id, label: id, seats: [] };
  const seats = fresh(empty, 1, count).map((seat) => ({ ...seat, x: seat.x + left, y }));
  return [...drawing, { ...empty, seats }];
};

export const renameRow = (drawing: Drawing, id: string, label: string): Drawing =>
  drawing.map((row) => (row.id === id ? { ...row, label } : row));
