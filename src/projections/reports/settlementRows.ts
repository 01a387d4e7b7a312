/** What the statements about settlements answer, and the keys in their cursors. */
import { z } from 'zod';
import { dateSchema, idSchema } from '../../domain/kernel/ids.ts';
import { rentalTermsSchema } from '../../domain/movie/rentalTerms.ts';
import { showtimeSummarySchema } from '../../domain/showtime/events.ts';
import { positionOf } from '../../ports/EventStore.ts';
import { instantColumn as instant, positionColumn as position } from '../sql/columns.ts';

const count = z.int();

export const sumsRow = z.object({
  ...{ theater_id: z.string(), movie_id: z.string(), currency: z.string() },
  ...{ showtimes: count, bookings: count, seats: count, returned: count, gross: count, refunds: count },
});
export const causeRow = z.object({
  ...{ position, part: count, at: instant, seats: count, amount: count.nullable() },
  kind: z.enum(['capacity', 'show-cancelled', 'captured', 'cancelled', 'refunded']),
  ...{ currency: z.string().nullable(), showtime_id: z.string(), movie_id: z.string() },
});
export const leftOutRow = z.object({ stream: z.string(), position: z.string() });
export const statementRow = z.object({
  ...{ theater_id: z.string(), number: count, position, at: instant, up_to: position },
  left_out: z.array(leftOutRow).nullable(),
});
export const dueDayRow = z.object({ theater_id: z.string(), business_date: dateSchema });
export const dueSummaryRow = z.object({ showtime_id: z.string(), after_ms: count });
export const summaryRow = z.object({ position, at: instant, summary: showtimeSummarySchema });
export const termsRow = z.object({ movie_id: z.string(), terms: rentalTermsSchema });
export const agreedRow = z.object({ movie_id: z.string(), position, at: instant });

const positionMax = positionOf(2n ** 63n - 1n);
const positionInCursor = z
  .string()
  .regex(/^\d{20}$/)
  .refine((given) => given <= positionMax);

export const lineCursor = z.tuple([idSchema, idSchema, z.string()]);
export const causeCursor = z.tuple([positionInCursor, z.int32()]);
