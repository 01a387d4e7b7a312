import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { theaterDetailsSchema } from '../../domain/theater/events.ts';

export const theaterBody = theaterDetailsSchema;

export const theaterShown = z
  .strictObject({
    id: idSchema,
    ...theaterDetailsSchema.shape,
    distanceKm: z.number().exactOptional(),
    version: z.int(),
  })
  .meta({ id: 'Theater' });
