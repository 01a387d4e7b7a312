import { describe, expect, it } from 'vitest';
import { seatsOfRows } from '../../../src/domain/hall/drawnRows.ts';
import { adjacency } from '../../../src/domain/seating/adjacency.ts';
import { checkLayout } from '../../../src/domain/seating/checkLayout.ts';
import { seatName } from '../../../src/domain/seating/seatName.ts';

const numbers = (...given: (number | string)[]) => given.map((number) => ({ number }));

describe('seats of drawn rows', () => {
  it('have id, row, number and place as given', () => {
    expect(
      seatsOfRows([
        { id: 'A', seats: [{ number: 1, x: 2.5, y: 3, type: 'premium', zone: 'Stalls' }, { number: 2 }] },
      ]),
    ).toEqual([
      { id: 'A1', row: 'A', number: 1, x: 2.5, y: 3, type: 'premium', zone: 'Stalls' },
      { id: 'A2', row: 'A', number: 2, x: 3.5, y: 1, type: 'regular' },
    ]);
  });

  it('stand in the order given, not in that of their numbers', () => {
    const seats = seatsOfRows([{ id: 'A', seats: numbers(9, 7, 5, 3, 1, 2, 4, 6, 8, 10) }]);
    const { right } = adjacency(seats);
    const beside = seats.flatMap((seat, index) => {
      const next = seats[right[index] ?? -1];
      return next === undefined ? [] : [`${seat.number} ${next.number}`];
    });
    expect(beside).toEqual(['9 7', '7 5', '5 3', '3 1', '1 2', '2 4', '4 6', '6 8', '8 10']);
  });

  it('of two rows of one name stay in two rows', () => {
    const row = (zone: string) => ({ id: 'A', seats: [1, 2].map((number) => ({ number, zone })) });
    const seats = seatsOfRows([row('Stalls'), row('Balcony')]);
    expect(seats.map(({ id, row: identity, rowLabel, zone }) => [id, identity, rowLabel, zone])).toEqual([
      ['A1', 'A', undefined, 'Stalls'],
      ['A2', 'A', undefined, 'Stalls'],
      ['r2-1', 'r2', 'A', 'Balcony'],
      ['r2-2', 'r2', 'A', 'Balcony'],
    ]);
    expect(checkLayout(seats)).toEqual([]);
    expect(checkLayout(seatsOfRows([row('Stalls'), row('Stalls')]))).toEqual([
      { path: 'rows.1.seats.0.label', message: 'row A seat 1 in Stalls is there twice' },
      { path: 'rows.1.seats.1.label', message: 'row A seat 2 in Stalls is there twice' },
    ]);
  });

  it('keep 12 of row 1 and 2 of row 11 apart', () => {
    const rows = [
      { id: '1', seats: numbers(1, 12) },
      { id: '11', seats: numbers(2) },
    ];
    expect(seatsOfRows(rows).map(({ id }) => id)).toEqual(['11', '1-12', '11-2']);
    expect([
      seatName('1', '12'),
      seatName('11', '2'),
      seatName('A', '12'),
      seatName('A', 'x'),
      seatName('', '5'),
    ]).toEqual(['1-12', '11-2', 'A12', 'A-x', '5']);
  });

  it('may have any name', () => {
    expect(
      seatsOfRows([
        { id: 'Ä', seats: numbers(12, '12a', '13') },
        { id: 'r1', seats: numbers('β') },
      ]),
    ).toEqual([
      { id: 'r2-12', row: 'r2', rowLabel: 'Ä', number: 12, x: 1, y: 1, type: 'regular' },
      { id: 'r2-12a', row: 'r2', rowLabel: 'Ä', number: 2, label: '12a', x: 2, y: 1, type: 'regular' },
      { id: 'r2-13', row: 'r2', rowLabel: 'Ä', number: 13, x: 3, y: 1, type: 'regular' },
      { id: 'r11', row: 'r1', number: 1, label: 'β', x: 1, y: 2, type: 'regular' },
    ]);
  });
});
