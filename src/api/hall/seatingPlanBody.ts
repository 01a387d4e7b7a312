import { z } from 'zod';
import { seatsOfRows } from '../../domain/hall/drawnRows.ts';
import { importedRows } from '../../domain/hall/importedRows.ts';
import { checkLayout } from '../../domain/seating/checkLayout.ts';
import { seatingLimits } from '../../domain/seating/seat.ts';

const pixels = z.number().min(-1_000_000).max(1_000_000);
const position = z.looseObject({ x: pixels, y: pixels });
const text = z.string().max(200);
const zonesMax = 100;
const categoriesMax = 100;

// Loose, because the format grows: names of editors' own fields differ from version to version.
const seat = z.looseObject({
  seat_guid: text.min(1),
  seat_number: text,
  position,
  category: text,
  radius: z.number().nullish(),
});
const row = z.looseObject({
  row_number: text,
  row_label: text.nullish(),
  seat_label: text.nullish(),
  row_number_position: text.nullish(),
  position: position.optional(),
  seats: z.array(seat).max(seatingLimits.seatsPerHallMax),
});
const zone = z.looseObject({
  name: text.optional(),
  zone_id: text.optional(),
  position,
  rows: z.array(row).max(seatingLimits.rowsPerHallMax),
  areas: z.array(z.looseObject({})).max(1_000).optional(),
});
const plan = z.looseObject({
  name: z.string().trim().min(1).max(80),
  zones: z.array(zone).min(1).max(zonesMax),
  categories: z.array(z.looseObject({ name: text, color: text.nullish() })).max(categoriesMax),
  size: z.looseObject({ width: pixels, height: pixels }).nullish(),
});

/** `rows.3.seats.7.x` as the drawing has it: where that is in the file. */
const pathInFile = (path: string, paths: readonly (readonly string[])[]): string => {
  const [, rowAt, , seatAt] = path.split('.');
  return paths[Number(rowAt)]?.[Number(seatAt)] ?? 'zones';
};

const keysOf = (path: string): (string | number)[] =>
  path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));

/** A seating plan in the public format of pretix, that makes a hall. */
export const seatingPlanBody = plan
  .superRefine((file, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: keysOf(path), message });
    const categories = new Set(file.categories.map(({ name }) => name));
    const guids = new Set<string>();
    for (const [z, { rows }] of file.zones.entries()) {
      for (const [r, { seats }] of rows.entries()) {
        for (const [s, { category, seat_guid }] of seats.entries()) {
          const path = `zones.${z}.rows.${r}.seats.${s}`;
          if (!categories.has(category)) fault(`${path}.category`, `there is no category ${category}`);
          if (guids.has(seat_guid)) fault(`${path}.seat_guid`, `${seat_guid} is there twice`);
          guids.add(seat_guid);
        }
      }
    }
    if (context.issues.length > 0) return;
    const { rows, paths } = importedRows(file);
    for (const problem of checkLayout(seatsOfRows(rows)))
      fault(pathInFile(problem.path, paths), problem.message);
  })
  .meta({
    examples: [
      {
        name: 'Screen 1',
        categories: [{ name: 'Standard', color: '#7f4a91' }],
        zones: [
          {
            name: 'Stalls',
            position: { x: 0, y: 0 },
            rows: [
              {
                row_number: 'A',
                position: { x: 0, y: 0 },
                seats: [
                  { seat_guid: 'A1', seat_number: '1', position: { x: 0, y: 0 }, category: 'Standard' },
                  { seat_guid: 'A2', seat_number: '2', position: { x: 30, y: 0 }, category: 'Standard' },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
