import { z } from 'zod';
import { seatIdSchema } from '../kernel/ids.ts';

export const seatTypes = ['regular', 'premium', 'recliner', 'couple', 'wheelchair', 'companion'] as const;
export const seatTypeSchema = z.enum(seatTypes);
export type SeatType = (typeof seatTypes)[number];

export const seatSchema = z.strictObject({
  id: seatIdSchema,
  row: z.string().min(1).max(4),
  number: z.int().min(1).max(999),
  x: z
    .number()
    .min(0)
    .max(1_000)
    .describe('seat pitches from the left wall; a gap above 1 between neighbours is an aisle'),
  y: z.number().min(0).max(1_000).describe('row pitches from the screen'),
  type: seatTypeSchema,
  zone: z.string().min(1).max(32).exactOptional(),
  unitId: z.string().min(1).max(16).exactOptional().describe('seats of one unit are held together'),
});
/** A seat as showtimes use it: identity (`id`, `row`, `number`) and place. */
export type Seat = Readonly<z.output<typeof seatSchema>>;

const label = z.string().min(1).max(16);

/** A seat as it is drawn: what is printed may differ from what the seat and its row are known by. */
export const drawnSeatSchema = seatSchema.extend({
  label: label.exactOptional().describe('what is printed for the seat; default: its number'),
  rowLabel: label.exactOptional().describe('what is printed for the row; default: its id'),
  category: z.string().min(1).max(64).exactOptional().describe('of an imported plan'),
});
export type DrawnSeat = Readonly<z.output<typeof drawnSeatSchema>>;

export const withoutLabels = ({
  label: _label,
  rowLabel: _row,
  category: _category,
  ...seat
}: DrawnSeat): Seat => seat;

export const rowLabelOf = ({ row, rowLabel = row }: DrawnSeat): string => rowLabel;
export const labelOf = ({ number, label: printed = String(number) }: DrawnSeat): string => printed;

export const focalPointSchema = z.strictObject({ x: z.number(), y: z.number() });
export type FocalPoint = Readonly<z.output<typeof focalPointSchema>>;

export const seatingLimits = { seatsPerHallMax: 2_000, rowsPerHallMax: 100 } as const;
