import { z } from 'zod';
import { customerIdSchema } from '../../domain/booking/eventFields.ts';
import { idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { moneyShown } from '../http/schemas.ts';

/** A guest's UUID, or the subject that an issuer of tokens gave: printable ASCII without blanks. */
const customerIdParam = z.string().regex(/^[!-~]{1,128}$/, "a customer's id");
export const customerParams = z.strictObject({ customerId: customerIdParam });

export const contactShown = z.looseObject({
  name: z.string().exactOptional(),
  email: z.string().exactOptional(),
  phone: z.string().exactOptional(),
});

export const personalDataShown = z.strictObject({
  customerId: customerIdSchema,
  complete: z.boolean().describe('false when there are more bookings than one export holds'),
  bookings: z.array(
    z.strictObject({
      bookingId: idSchema,
      reference: z.string(),
      showtimeId: idSchema,
      startsAt: instantSchema,
      seatIds: z.array(seatIdSchema),
      total: moneyShown,
      contacts: z.array(
        z.strictObject({
          at: instantSchema,
          told: contactShown.nullable().describe('null once the person was erased'),
        }),
      ),
      payments: z.array(z.strictObject({ at: instantSchema, method: z.string() })),
      cancellations: z.array(
        z.strictObject({
          at: instantSchema,
          seatIds: z.array(seatIdSchema),
          reason: z.string().nullable().exactOptional().describe('null once the person was erased'),
        }),
      ),
      history: z.array(z.strictObject({ at: instantSchema, what: z.string() })),
    }),
  ),
});
