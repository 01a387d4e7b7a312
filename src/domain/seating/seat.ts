/** One seat of a hall layout, as staff drew it. Immutable once its layout version exists. */
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
export type Seat = Readonly<z.output<typeof seatSchema>>;

export const focalPointSchema = z.strictObject({ x: z.number(), y: z.number() });
export type FocalPoint = Readonly<z.output<typeof focalPointSchema>>;

export const seatingLimits = { seatsPerHallMax: 2_000, rowsPerHallMax: 100 } as const;
