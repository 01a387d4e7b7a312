import { expect, it } from 'vitest';
import { applySeatMapChange, type SeatChange, type SeatMap } from '../../../src/domain/showtime/seatMap.ts';

const ids = Array.from({ length: 40 }, (_, place) => `A${place + 1}`);
const map: SeatMap = {
  showtimeId: 'one',
  revision: 7,
  hallId: 'hall',
  layoutVersion: 1,
  drawing: {
    ids,
    rows: ids.map(() => 'A'),
    numbers: ids.map((_, place) => place + 1),
    types: ids.map(() => 'regular'),
  },
  prices: { regular: { amount: 1_000, currency: 'GBP' } },
  status: 'A'.repeat(40),
};
const apply = (after: number, revision: number, changes: readonly SeatChange[]) =>
  applySeatMapChange(map, { showtimeId: 'one', after, revision, changes });

it('takes the next change, few seats or many alike; the last letter of a seat counts', () => {
  const few: SeatChange[] = [
    ['A1', 'H'],
    ['A40', 'B'],
    ['A1', 'X'],
  ];
  expect(apply(7, 9, few)).toEqual({ ...map, revision: 9, status: `X${'A'.repeat(38)}B` });
  const many: SeatChange[] = [...ids.map((id): SeatChange => [id, 'H']), ['A2', 'A']];
  expect(apply(7, 8, many)).toEqual({ ...map, revision: 8, status: `HA${'H'.repeat(38)}` });
  expect(apply(7, 8, [])).toEqual({ ...map, revision: 8 });
  expect(map.status).toBe('A'.repeat(40));
});

it('knows what it has, and sees a gap before a change or a seat that it does not have', () => {
  expect(apply(6, 7, [['A1', 'H']])).toBe('known');
  expect(apply(8, 9, [['A1', 'H']])).toBe('gap');
  expect(apply(7, 8, [['Z9', 'H']])).toBe('gap');
  expect(apply(7, 8, [...ids.map((id): SeatChange => [id, 'H']), ['Z9', 'H']])).toBe('gap');
});
