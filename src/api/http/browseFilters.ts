import { z } from 'zod';
import { dateSchema } from '../../domain/kernel/ids.ts';
import { nearQuery } from './schemas.ts';

export const textQuery = z.string().min(1).max(200);

const radiusKm = z
  .string()
  .regex(/^[0-9]{1,5}(\.[0-9]{1,3})?$/, 'kilometres')
  .transform(Number)
  .pipe(z.number().positive().max(20_040));

export const around = { near: nearQuery.exactOptional(), radiusKm: radiusKm.exactOptional() };

/** A refinement: a radius needs a centre. */
export const centred = (
  query: { readonly near?: object; readonly radiusKm?: number },
  context: z.core.$RefinementCtx,
): void => {
  if (query.radiusKm === undefined || query.near !== undefined) return;
  context.addIssue({ code: 'custom', path: ['radiusKm'], message: 'only with near' });
};

export const businessDate = dateSchema.exactOptional().describe("the theater's business date");
export const city = textQuery.exactOptional();
