import { z } from 'zod';
import { hallDetailsSchema, hallLimits } from '../../domain/hall/events.ts';
import { idSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import {
  drawnSeatSchema,
  focalPointSchema,
  seatingLimits,
  seatSchema,
  seatTypeSchema,
} from '../../domain/seating/seat.ts';
import { withReadOnly } from '../http/schemas.ts';

const readOnly = {
  id: idSchema,
  theaterId: idSchema,
  version: z.int().describe('of name, rule and cleaning; layouts are numbered apart'),
  layoutVersion: z.int(),
  seatCount: z.int(),
};

export const hallShown = z
  .strictObject({ ...readOnly, ...hallDetailsSchema.shape, name: z.string() })
  .meta({ id: 'Hall' });

export const hallReplacement = withReadOnly(hallDetailsSchema, readOnly);

const label = drawnSeatSchema.shape.label;
const name = z.string().trim().min(1).max(16);

const drawnSeat = z.strictObject({
  id: seatIdSchema.exactOptional().describe('default: row and number'),
  number: z
    .union([seatSchema.shape.number, name])
    .describe('a text such as "12a" becomes the label, and the place in the row the number'),
  label,
  x: seatSchema.shape.x.exactOptional(),
  y: seatSchema.shape.y.exactOptional(),
  type: seatTypeSchema.exactOptional(),
  zone: seatSchema.shape.zone,
  unitId: seatSchema.shape.unitId,
  category: drawnSeatSchema.shape.category,
});

const drawing = {
  rows: z
    .array(
      z.strictObject({
        id: name.describe(
          'up to four letters, digits and hyphens stay as they are; else a place such as "r12"',
        ),
        label: drawnSeatSchema.shape.rowLabel,
        seats: z.array(drawnSeat).min(1).max(seatingLimits.seatsPerHallMax),
      }),
    )
    .min(1)
    .max(seatingLimits.rowsPerHallMax)
    .describe('from the screen backwards; x defaults to the order given, y to the place of the row, from 1'),
  focalPoint: focalPointSchema.exactOptional(),
};
export const layoutDrawing = z.strictObject(drawing);

const screen = z.strictObject({ x: z.number(), y: z.number(), width: z.number() }).describe('its centre');

export const layoutBody = withReadOnly(layoutDrawing, { hallId: idSchema, version: z.int(), screen });

export const hallBody = z.strictObject({
  name: hallDetailsSchema.shape.name,
  loneSeatRule: hallDetailsSchema.shape.loneSeatRule.exactOptional(),
  cleaningMinutes: hallDetailsSchema.shape.cleaningMinutes.exactOptional(),
  ...drawing,
});

export const layoutParams = z.strictObject({
  id: idSchema,
  version: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/, 'a version from 1')
    .transform(Number)
    .pipe(z.int().max(hallLimits.layoutVersionsMax)),
});

export const layoutShown = z.strictObject({
  hallId: idSchema,
  version: z.int(),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string().describe('what is printed'),
      seats: z.array(
        z.strictObject({
          id: seatIdSchema,
          number: z.int(),
          label: z.string().describe('what is printed'),
          x: z.number(),
          y: z.number(),
          type: seatTypeSchema,
          zone: z.string().exactOptional(),
          unitId: z.string().exactOptional(),
          category: z.string().exactOptional(),
        }),
      ),
    }),
  ),
  focalPoint: focalPointSchema,
  screen,
});
