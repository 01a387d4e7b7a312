/** Halls for tests: drawn from text, or at random within what checkLayout allows. No rule is tested in here. */
import fc from 'fast-check';
import { type SeatingPlan, seatingPlan } from '../../../src/domain/seating/SeatingPlan.ts';
import type { FocalPoint, Seat, SeatType } from '../../../src/domain/seating/seat.ts';

const typeOfLetter: Readonly<Record<string, SeatType>> = {
  r: 'regular',
  p: 'premium',
  l: 'recliner',
  w: 'wheelchair',
  c: 'companion',
};

/**
 * Rows from the screen backwards, one letter per place: `r` regular, `p` premium, `l` recliner, `w` wheelchair,
 * `c` companion, `[]` a couple unit, a space an aisle.
 */
export const seatsOf = (rows: readonly string[]): Seat[] =>
  rows.flatMap((text, y) => {
    const row = String.fromCharCode(65 + y);
    const seats: Seat[] = [];
    [...text].forEach((letter, x) => {
      if (letter === ' ') return;
      const number = seats.length + 1;
      const unitStart = letter === ']' ? number - 1 : number;
      const isCouple = letter === '[' || letter === ']';
      seats.push({
        id: `${row}${number}`,
        row,
        number,
        x,
        y,
        type: isCouple ? 'couple' : (typeOfLetter[letter] ?? 'regular'),
        ...(isCouple ? { unitId: `${row}-${unitStart}` } : {}),
      });
    });
    return seats;
  });

export const planOf = (rows: readonly string[], focalPoint: FocalPoint = { x: 4.5, y: 1 }): SeatingPlan =>
  seatingPlan(seatsOf(rows), focalPoint);

/** Indexes of seats by id. */
export const at = (plan: SeatingPlan, ...ids: readonly string[]): number[] =>
  ids.map((id) => {
    const index = plan.indexOf.get(id);
    if (index === undefined) throw new Error(`no seat ${id}`);
    return index;
  });

export const idsOf = (plan: SeatingPlan, seats: readonly number[] | undefined): string[] | undefined =>
  seats?.map((seat) => plan.ids[seat] ?? '?');

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('r', 'rr', 'rrr', 'p', 'pp', 'l') },
  { weight: 2, arbitrary: fc.constantFrom('[]', '[][]') },
  { weight: 1, arbitrary: fc.constantFrom(' ', 'w', 'c', 'wc') },
);
const rowText = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

/** A drawing at random for {@link seatsOf}, of at least one seat. */
export const anyRows: fc.Arbitrary<readonly string[]> = fc
  .array(rowText, { minLength: 1, maxLength: 4 })
  .filter((rows) => rows.some((row) => row.trim() !== ''));

/** A hall at random, with some seats taken at random. */
export const anyHall: fc.Arbitrary<{ plan: SeatingPlan; free: readonly boolean[] }> = fc
  .record({
    rows: anyRows,
    focalPoint: fc.record({ x: fc.integer({ min: 0, max: 10 }), y: fc.integer({ min: 0, max: 4 }) }),
    taken: fc.array(fc.nat({ max: 60 }), { maxLength: 30 }),
  })
  .map(({ rows, focalPoint, taken }) => {
    const plan = planOf(rows, focalPoint);
    const free = Array.from({ length: plan.size }, () => true);
    for (const seat of taken) if (seat < plan.size) free[seat] = false;
    return { plan, free };
  });
