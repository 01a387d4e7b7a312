import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { movieDetailsSchema } from '../../domain/movie/events.ts';
import { withReadOnly } from '../http/schemas.ts';

export const movieBody = movieDetailsSchema;

const readOnly = { id: idSchema, version: z.int(), showtimeCount: z.int() };

export const movieReplacement = withReadOnly(movieDetailsSchema, readOnly);

export const movieListed = z.strictObject({ ...readOnly, ...movieDetailsSchema.shape }).meta({ id: 'Movie' });

export const movieEdited = z.strictObject({ id: idSchema, ...movieDetailsSchema.shape, version: z.int() });
export const movieCreated = movieEdited.extend({ showtimeCount: z.literal(0) });
