import { describe, expect, it } from 'vitest';
import { layoutBody } from '../../src/api/hall/schemas.ts';
import { seatsOfRows } from '../../src/domain/hall/drawnRows.ts';
import { checkLayout } from '../../src/domain/seating/checkLayout.ts';
import { type Drawing, rowsOf, seatsIn } from '../../web/src/features/halls/drawing/Drawing.ts';
import {
  addRow,
  addSeats,
  closeAisle,
  openAisle,
  removeSeats,
  renameRow,
  setZone,
} from '../../web/src/features/halls/drawing/edits.ts';
import { plainHall } from '../../web/src/features/halls/drawing/plainHall.ts';
import { makeCouples, setType } from '../../web/src/features/halls/drawing/units.ts';
import { neighbour } from '../../web/src/features/halls/map/neighbour.ts';

const hall = plainHall(2, 4);
/** Keys of new seats: row and number. */
const keys = (...seats: readonly string[]): ReadonlySet<string> =>
  new Set(seats.map((seat) => `new ${seat[0]} ${seat.slice(1)}`));

/** `A: 1 2 _ 3p`: an underscore for each pitch of an aisle, a letter for the type, `=` between a couple. */
const told = (drawing: Drawing): readonly string[] =>
  drawing.map(({ label, seats }) =>
    seats.reduce((text, { x, number, type, unitId }, at) => {
      const before = seats[at - 1];
      const gap = before === undefined ? 0 : Math.round(x - before.x - 1);
      const join = before?.unitId !== undefined && before.unitId === unitId ? '=' : ' ';
      return `${text}${' _'.repeat(gap)}${join}${number}${type === 'regular' ? '' : type[0]}`;
    }, `${label}:`),
  );

const faults = (drawing: Drawing) => {
  const { rows } = layoutBody.parse({ rows: rowsOf(drawing) });
  return checkLayout(seatsOfRows(rows));
};

describe('drawing a hall', () => {
  it.each<readonly [name: string, edit: (drawing: Drawing) => Drawing, rows: readonly string[]]>([
    ['begins with equal rows', (drawing) => drawing, ['A: 1 2 3 4', 'B: 1 2 3 4']],
    [
      'gives seats a type',
      (drawing) => setType(drawing, keys('A1', 'B4'), 'premium'),
      ['A: 1p 2 3 4', 'B: 1 2 3 4p'],
    ],
    ['opens an aisle', (drawing) => openAisle(drawing, keys('A3', 'B3')), ['A: 1 2 _ 3 4', 'B: 1 2 _ 3 4']],
    ['opens none before a row', (drawing) => openAisle(drawing, keys('A1')), ['A: 1 2 3 4', 'B: 1 2 3 4']],
    [
      'closes an aisle',
      (drawing) => closeAisle(openAisle(drawing, keys('A3')), keys('A3')),
      ['A: 1 2 3 4', 'B: 1 2 3 4'],
    ],
    [
      'pairs couples from the left',
      (drawing) => makeCouples(drawing, keys('A1', 'A2', 'A3')),
      ['A: 1c=2c 3 4', 'B: 1 2 3 4'],
    ],
    [
      'pairs none across an aisle',
      (drawing) => makeCouples(openAisle(drawing, keys('A2')), keys('A1', 'A2')),
      ['A: 1 _ 2 3 4', 'B: 1 2 3 4'],
    ],
    [
      'cuts no couple through',
      (drawing) => openAisle(makeCouples(drawing, keys('A1', 'A2')), keys('A2')),
      ['A: 1c=2c 3 4', 'B: 1 2 3 4'],
    ],
    [
      'parts a couple of which one seat goes',
      (drawing) => removeSeats(makeCouples(drawing, keys('A1', 'A2')), keys('A1')),
      ['A: 2 3 4', 'B: 1 2 3 4'],
    ],
    [
      'parts a couple of which one seat gets another type',
      (drawing) => setType(makeCouples(drawing, keys('A1', 'A2')), keys('A1'), 'premium'),
      ['A: 1p 2 3 4', 'B: 1 2 3 4'],
    ],
    [
      'removes a row with its last seat',
      (drawing) => removeSeats(drawing, keys('A1', 'A2', 'A3', 'A4')),
      ['B: 1 2 3 4'],
    ],
    [
      'adds seats to the right',
      (drawing) => addSeats(drawing, keys('A1'), 2),
      ['A: 1 2 3 4 5 6', 'B: 1 2 3 4'],
    ],
    ['adds a row behind', (drawing) => addRow(drawing, 2), ['A: 1 2 3 4', 'B: 1 2 3 4', 'C: 1 2']],
    ['names a row', (drawing) => renameRow(drawing, 'B', 'Loge'), ['A: 1 2 3 4', 'Loge: 1 2 3 4']],
  ])('%s', (_name, edit, rows) => {
    const drawing = edit(hall);
    expect(told(drawing)).toEqual(rows);
    expect(faults(drawing)).toEqual([]);
  });

  it('gives a zone and takes it back', () => {
    const zoned = setZone(hall, keys('A1'), 'Stalls');
    expect(seatsIn(zoned)[0]?.zone).toBe('Stalls');
    expect(setZone(zoned, keys('A1'), '')).toEqual(hall);
  });

  it('numbers couples apart', () => {
    const couples = makeCouples(makeCouples(hall, keys('A1', 'A2')), keys('A3', 'A4', 'B1', 'B2'));
    expect(new Set(seatsIn(couples).map(({ unitId }) => unitId))).toEqual(
      new Set(['c1', 'c2', 'c3', undefined]),
    );
    expect(faults(couples)).toEqual([]);
  });

  it('stays within the limits of a hall', () => {
    const full = plainHall(100, 100);
    expect(seatsIn(full).length).toBe(2_000);
    expect(addRow(full, 1)).toBe(full);
    expect(addSeats(full, keys('A1'), 1)).toEqual(full);
  });

  it('goes from seat to seat by arrow keys', () => {
    const drawing = openAisle(hall, keys('B2'));
    const from = (seat: string, arrow: string) =>
      neighbour(drawing, `new ${seat[0]} ${seat.slice(1)}`, arrow)?.key;
    expect(
      ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].map((arrow) => from('A2', arrow)),
    ).toEqual(['new A 1', 'new A 3', undefined, 'new B 1', 'new A 1', 'new A 4']);
  });
});
