import { z } from 'zod';
import { dateSchema, idSchema } from '../../domain/kernel/ids.ts';
import { movieDetailsSchema } from '../../domain/movie/events.ts';

export const movieBody = movieDetailsSchema;

export const movieListed = z
  .strictObject({
    id: idSchema,
    title: z.string(),
    genres: z.array(z.string()),
    runtimeMinutes: z.int(),
    rating: z.string().exactOptional(),
    releaseDate: dateSchema.exactOptional(),
    showtimeCount: z.int(),
    version: z.int(),
  })
  .meta({ id: 'Movie' });

/** After an edit: what staff told, whole. How many showtimes there are is not part of it. */
export const movieEdited = z.strictObject({ id: idSchema, ...movieDetailsSchema.shape, version: z.int() });
export const movieCreated = movieEdited.extend({ showtimeCount: z.literal(0) });
