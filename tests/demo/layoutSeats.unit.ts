import { describe, expect, test } from 'vitest';
import { layoutSeats } from '../../src/demo/layoutSeats.ts';
import { grand, layoutTemplates } from '../../src/demo/layoutTemplates.ts';
import { checkLayout } from '../../src/domain/seating/checkLayout.ts';
import { type SeatType, seatSchema } from '../../src/domain/seating/seat.ts';

const templates = [...layoutTemplates, grand];

test('a drawn row becomes seats with aisles, units and zones', () => {
  const seats = layoutSeats({
    name: 'test',
    weight: 1,
    curve: 0,
    rows: ['wa.r', '', { zone: 'Back' }, 'cc.cc'],
  });
  expect(seats).toEqual([
    { id: 'A1', row: 'A', number: 1, x: 0, y: 2, type: 'wheelchair' },
    { id: 'A2', row: 'A', number: 2, x: 1, y: 2, type: 'companion' },
    { id: 'A3', row: 'A', number: 3, x: 3, y: 2, type: 'regular' },
    { id: 'B1', row: 'B', number: 1, x: 0, y: 4, type: 'couple', zone: 'Back', unitId: 'B1-2' },
    { id: 'B2', row: 'B', number: 2, x: 1, y: 4, type: 'couple', zone: 'Back', unitId: 'B1-2' },
    { id: 'B3', row: 'B', number: 3, x: 3, y: 4, type: 'couple', zone: 'Back', unitId: 'B3-4' },
    { id: 'B4', row: 'B', number: 4, x: 4, y: 4, type: 'couple', zone: 'Back', unitId: 'B3-4' },
  ]);
});

test('a curved row is nearest to the screen at its ends', () => {
  const seats = layoutSeats({ name: 'test', weight: 1, curve: 1, rows: ['rrrrr'] });
  expect(seats.map(({ y }) => y)).toEqual([1, 1.8, 2, 1.8, 1]);
});

test('between them the halls have every kind of seat', () => {
  const types = new Set<SeatType>(
    templates.flatMap((template) => layoutSeats(template).map(({ type }) => type)),
  );
  expect([...types].sort()).toEqual(['companion', 'couple', 'premium', 'recliner', 'regular', 'wheelchair']);
});

describe.each(templates)('the hall $name', (template) => {
  const seats = layoutSeats(template);

  test('has 60 to 320 valid seats with ids of their own', () => {
    expect(seats.length).toBeGreaterThanOrEqual(60);
    expect(seats.length).toBeLessThanOrEqual(320);
    for (const seat of seats) seatSchema.parse(seat);
    expect(checkLayout(seats)).toEqual([]);
  });

  test('has couple seats of two neighbours each and no other units', () => {
    const units = Map.groupBy(
      seats.filter((seat) => seat.unitId !== undefined || seat.type === 'couple'),
      (seat) => seat.unitId,
    );
    expect(units.size).toBeGreaterThan(0);
    for (const halves of units.values()) {
      expect(halves.map(({ type }) => type)).toEqual(['couple', 'couple']);
      expect(halves[0]?.row).toBe(halves[1]?.row);
      expect((halves[1]?.x ?? 0) - (halves[0]?.x ?? 0)).toBe(1);
    }
  });

  test('seats a companion beside every wheelchair place', () => {
    const wheelchairs = seats.filter(({ type }) => type === 'wheelchair');
    expect(wheelchairs.length).toBeGreaterThan(0);
    const companions = new Set(
      seats.filter(({ type }) => type === 'companion').map((s) => `${s.row}/${s.x}`),
    );
    for (const { row, x } of wheelchairs) {
      expect(companions.has(`${row}/${x - 1}`) || companions.has(`${row}/${x + 1}`)).toBe(true);
    }
  });

  test('has aisles', () => {
    const rows = Map.groupBy(seats, ({ row }) => row);
    const gaps = [...rows.values()].flatMap((row) =>
      row.slice(1).map((seat, index) => seat.x - (row[index]?.x ?? 0)),
    );
    expect(Math.min(...gaps)).toBe(1);
    expect(Math.max(...gaps)).toBeGreaterThan(1);
  });
});
