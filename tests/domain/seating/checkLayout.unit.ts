/** What makes a drawn layout unsound, and where the default focal point lies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLayout, focalPointFor } from '../../../src/domain/seating/checkLayout.ts';
import type { Seat } from '../../../src/domain/seating/seat.ts';
import { plainHall, seat } from '../../support/showtimes.ts';
import { anyRows, seatsOf } from './halls.ts';

const problems = (...seats: readonly Seat[]): string[] =>
  checkLayout(seats).map(({ path, message }) => `${path}: ${message}`);
const inUnit = (row: string, number: number, x = number): Seat => seat(row, number, { unitId: 'U', x });

describe('checkLayout', () => {
  it('is content with halls as they are drawn', () => {
    expect(problems(...seatsOf(['rrr ppp', 'wc[][] l', '[] [] []']))).toEqual([]);
    fc.assert(
      fc.property(anyRows, (rows) => {
        expect(checkLayout(seatsOf(rows))).toEqual([]);
      }),
    );
  });

  it('wants at least one seat and at most as many seats and rows as a hall may have', () => {
    expect(problems()).toEqual(['rows: a layout has at least one seat']);
    expect(checkLayout(plainHall(20, 100))).toEqual([]);
    expect(problems(...plainHall(20, 100), seat('Z', 1))).toEqual(['rows: a layout has at most 2000 seats']);
    const rows = Array.from({ length: 101 }, (_, y) => seat(`R${y}`, 1, { id: `R${y}`, y }));
    expect(checkLayout(rows.slice(1))).toEqual([]);
    expect(problems(...rows)).toEqual(['rows: a layout has at most 100 rows']);
  });

  it('wants ids and places to be there once', () => {
    expect(problems(seat('A', 1), seat('B', 1), seat('B', 2, { id: 'A1' }))).toEqual([
      'rows.1.seats.1.id: A1 is there twice',
    ]);
    expect(problems(seat('A', 1), seat('A', 1, { id: 'A2', x: 2 }))).toEqual([
      'rows.0.seats.1.number: row A number 1 is there twice',
    ]);
    expect(problems(seat('A', 1), seat('A', 2, { x: 1.4 }))).toEqual([
      'rows.0.seats.1.x: A2 stands in the place of A1',
    ]);
    expect(problems(seat('A', 1), seat('A', 2, { x: 1.5 }))).toEqual([]);
  });

  it('wants a unit to be 2 to 4 seats side by side', () => {
    expect(problems(inUnit('A', 1), inUnit('A', 2), inUnit('A', 3), inUnit('A', 4))).toEqual([]);
    expect(problems(seat('A', 1), inUnit('A', 2))).toEqual([
      'rows.0.seats.1.unitId: unit U has 1 seats instead of 2 to 4',
    ]);
    expect(problems(...[1, 2, 3, 4, 5].map((number) => inUnit('A', number)))).toEqual([
      'rows.0.seats.0.unitId: unit U has 5 seats instead of 2 to 4',
    ]);
    const apart = ['rows.0.seats.0.unitId: the seats of unit U are not side by side'];
    expect(problems(inUnit('A', 1), inUnit('A', 2, 3))).toEqual(apart);
    expect(problems(inUnit('A', 1), seat('A', 2), inUnit('A', 3))).toEqual(apart);
    expect(problems(inUnit('A', 1), inUnit('B', 1))).toEqual(apart);
  });

  it('tells at most fifty faults', () => {
    const spoiled = Array.from({ length: 100 }, () => seat('A', 1));
    expect(checkLayout(spoiled)).toHaveLength(50);
  });
});

describe('focalPointFor', () => {
  it('is the centre, two thirds back', () => {
    expect(focalPointFor(seatsOf(['rrrrr', '', '', 'rrr']))).toEqual({ x: 2, y: 2 });
    expect(focalPointFor([seat('A', 7)])).toEqual({ x: 7, y: 1 });
    expect(focalPointFor([])).toEqual({ x: 0, y: 0 });
  });
});
