import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { theaterDetailsSchema } from '../../domain/theater/events.ts';
import { withReadOnly } from '../http/schemas.ts';

export const theaterBody = theaterDetailsSchema;

const readOnly = { id: idSchema, version: z.int() };
const distanceKm = z.number().exactOptional();

export const theaterReplacement = withReadOnly(theaterDetailsSchema, { ...readOnly, distanceKm });

export const theaterShown = z
  .strictObject({ ...readOnly, ...theaterDetailsSchema.shape, distanceKm })
  .meta({ id: 'Theater' });
