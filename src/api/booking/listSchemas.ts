import { z } from 'zod';
import { customerIdSchema } from '../../domain/booking/eventFields.ts';
import { idSchema } from '../../domain/kernel/ids.ts';
import { pageQuery } from '../http/schemas.ts';
import { bookingStatuses, emailSchema } from './schemas.ts';

const status = z.enum(bookingStatuses).exactOptional();
export const ownBookingsQuery = z.strictObject({ status, ...pageQuery });

export const bookingsQuery = z
  .strictObject({
    showtimeId: idSchema.exactOptional(),
    reference: z.string().min(1).max(32).exactOptional(),
    email: emailSchema.exactOptional(),
    customerId: customerIdSchema.exactOptional(),
    theaterId: idSchema.exactOptional(),
    q: z
      .string()
      .min(2)
      .max(200)
      .exactOptional()
      .describe('reference, e-mail, telephone number, words of the name, or a seat of today; with theaterId'),
    status,
    ...pageQuery,
  })
  .superRefine(({ showtimeId, reference, email, customerId, q, theaterId }, context) => {
    if (q !== undefined && theaterId === undefined) {
      context.addIssue({ code: 'custom', path: ['theaterId'], message: 'is needed with q' });
    }
    if ([showtimeId, reference, email, customerId, q].some((each) => each !== undefined)) return;
    const message = 'or reference, email, customerId or q';
    context.addIssue({ code: 'custom', path: ['showtimeId'], message });
  });
