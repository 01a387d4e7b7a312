import { z } from 'zod';
import { hallDetailsSchema, hallLimits } from '../../domain/hall/events.ts';
import { idSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { focalPointSchema, seatingLimits, seatSchema, seatTypeSchema } from '../../domain/seating/seat.ts';

export const hallShown = z
  .strictObject({
    id: idSchema,
    theaterId: idSchema,
    name: z.string(),
    layoutVersion: z.int(),
    seatCount: z.int(),
  })
  .meta({ id: 'Hall' });

/** Seat ids are made of row and number unless given, so rows keep to their alphabet. */
const rowIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,4}$/, 'a row such as "A"');

const drawnSeat = z.strictObject({
  id: seatIdSchema.exactOptional().describe('default: row and number'),
  number: seatSchema.shape.number,
  x: seatSchema.shape.x.exactOptional(),
  y: seatSchema.shape.y.exactOptional(),
  type: seatTypeSchema.exactOptional(),
  zone: seatSchema.shape.zone,
  unitId: seatSchema.shape.unitId,
});

const drawing = {
  rows: z
    .array(
      z.strictObject({
        id: rowIdSchema,
        seats: z.array(drawnSeat).min(1).max(seatingLimits.seatsPerHallMax),
      }),
    )
    .min(1)
    .max(seatingLimits.rowsPerHallMax)
    .describe('from the screen backwards; x defaults to the number, y to the place of the row, from 1'),
  focalPoint: focalPointSchema.exactOptional(),
};
export const layoutBody = z.strictObject(drawing);
export const hallBody = z.strictObject({
  name: hallDetailsSchema.shape.name,
  loneSeatRule: hallDetailsSchema.shape.loneSeatRule.exactOptional(),
  cleaningMinutes: hallDetailsSchema.shape.cleaningMinutes.exactOptional(),
  ...drawing,
});
export type Drawing = z.output<typeof layoutBody>;

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
      seats: z.array(
        z.strictObject({
          id: seatIdSchema,
          number: z.int(),
          x: z.number(),
          y: z.number(),
          type: seatTypeSchema,
          zone: z.string().exactOptional(),
          unitId: z.string().exactOptional(),
        }),
      ),
    }),
  ),
  focalPoint: focalPointSchema,
  screen: z.strictObject({ x: z.number(), y: z.number(), width: z.number() }).describe('its centre'),
});
