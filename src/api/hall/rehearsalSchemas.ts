import { z } from 'zod';
import { hallLimits } from '../../domain/hall/events.ts';
import { idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import { pageOf } from '../http/schemas.ts';
import { layoutDrawing } from './schemas.ts';

export const rehearsalBody = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .max(hallLimits.layoutVersionsMax)
      .exactOptional()
      .describe('a layout version of the hall; or else `rows`, a drawing that nothing is kept of'),
    ...layoutDrawing.partial().shape,
  })
  .superRefine(({ version, rows, focalPoint }, context) => {
    if ((version === undefined) === (rows === undefined)) {
      context.addIssue({ code: 'custom', path: ['version'], message: 'either a version or rows' });
    }
    if (version !== undefined && focalPoint !== undefined) {
      context.addIssue({ code: 'custom', path: ['focalPoint'], message: 'only with rows' });
    }
  })
  .meta({ examples: [{ version: 2 }] });

const namedSeat = {
  id: seatIdSchema,
  row: z.string().describe('as printed'),
  number: z.string().describe('as printed'),
  type: seatTypeSchema,
};

const moveShown = z.strictObject({
  seat: z.strictObject(namedSeat),
  status: z.enum(['held', 'booked', 'blocked']),
  why: z
    .enum(['gone', 'other-type', 'other-unit'])
    .describe('the seat is not there, has another type, or is sold together with other seats'),
  bookingReference: z.string().exactOptional().describe('of a booked seat'),
  to: z
    .strictObject({ ...namedSeat, isNew: z.boolean().describe('the present layout does not have it') })
    .nullable()
    .describe('the nearest seat of the same type that is free now; null when there is none, or none is due'),
});

export const rehearsalsShown = pageOf(
  z.strictObject({
    showtimeId: idSchema,
    movie: z.strictObject({ id: idSchema, title: z.string() }),
    startsAt: instantSchema,
    timeZone: z.string(),
    revision: z.int(),
    layoutVersion: z.int(),
    seatsTaken: z.int().describe('held, booked or blocked'),
    moves: z.array(moveShown),
  }),
);
