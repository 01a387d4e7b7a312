import { z } from 'zod';
import { isEmailAddress } from '../../commands/customer/emailAddress.ts';
import { hasWebAddress } from '../../commands/customer/webAddresses.ts';
import { customerIdSchema } from '../../domain/booking/eventFields.ts';
import { expiredWhySchema } from '../../domain/booking/events.ts';
import { idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { moneySchema } from '../../domain/kernel/money.ts';
import { ticketTypeSchema } from '../../domain/pricing/terms.ts';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import { historyWords } from '../../projections/bookings/bookingHistory.ts';
import { distinctSeats, moneyShown } from '../http/schemas.ts';
import { staleField } from '../http/stale.ts';

/** Seats that a booking can have, and so can be given up at once. */
const seatsMax = 100;
const addOnsMax = 20;

export const emailSchema = z
  .string()
  .max(254)
  .refine(isEmailAddress, 'an e-mail address')
  .meta({ format: 'email' });

export const extrasAsked = {
  promoCode: z
    .string()
    .min(1)
    .max(64)
    .exactOptional()
    .describe('none is valid yet: 422 promo-code-not-valid'),
  addOns: z
    .array(
      z.strictObject({ id: z.string().min(1).max(64), quantity: z.int().min(1).max(100).exactOptional() }),
    )
    .max(addOnsMax)
    .exactOptional()
    .describe('nothing is sold beside seats yet: 422 unknown-add-on'),
};

const customerTold = z.strictObject({
  name: z
    .string()
    .max(200)
    .refine((name) => name.trim() !== '', 'a name')
    .refine((name) => !hasWebAddress(name), 'a name without web or e-mail addresses'),
  email: emailSchema,
  phone: z
    .string()
    .regex(/^\+?[0-9 ()./-]{3,32}$/, 'a telephone number')
    .exactOptional(),
});

export const bookingBody = z.strictObject({
  holdToken: z.string().min(1).max(256),
  customer: customerTold
    .exactOptional()
    .describe('staff may leave it out: a sale at the counter to a person who gives no name'),
  payment: z.strictObject({
    method: z
      .string()
      .regex(
        /^[a-z][a-z0-9_-]{0,31}$/,
        'such as card; card-3ds: a card whose holder can be asked to confirm the payment',
      )
      .describe(
        'a kind of payment, such as card or paypal; one that the program does not know is `other` from then on',
      ),
    token: z.string().regex(/^[\x21-\x7e]{1,512}$/, "the gateway's token for the means of payment"),
  }),
  expectedTotal: moneySchema
    .exactOptional()
    .describe('as the quote said; 409 quote-changed when it is another'),
  ...extrasAsked,
});

export const contactShown = z.strictObject({
  name: z.string(),
  email: z.string(),
  phone: z.string().exactOptional(),
});

export const bookingStatuses = ['initiated', 'payment_pending', 'confirmed', 'cancelled', 'expired'] as const;
const refundStatus = z.enum(['done', 'pending', 'none']);

const seatShown = z.strictObject({
  id: seatIdSchema,
  type: seatTypeSchema,
  ticketType: ticketTypeSchema,
  price: moneyShown,
});

const refundShown = z.strictObject({
  amount: moneyShown,
  percent: z
    .int()
    .exactOptional()
    .describe('left out where several cancellations were paid back differently'),
  status: refundStatus,
});

const bookingFields = {
  bookingId: idSchema,
  reference: z.string(),
  status: z.enum(bookingStatuses),
  showtimeId: idSchema,
  startsAt: instantSchema,
  seats: z.array(seatShown).describe('those still bought; of a booking that is over, those it was made for'),
  total: moneyShown.describe('what was asked for these seats'),
  payment: z.strictObject({
    status: z.enum(['none', 'pending', 'authorized', 'captured', 'refunded', 'declined', 'failed', 'voided']),
    method: z.string(),
    captured: moneyShown.exactOptional(),
    refunded: moneyShown.exactOptional(),
  }),
  ticketUrl: z.string(),
  refund: refundShown.exactOptional().describe('of all cancellations together'),
  cancellations: z.array(
    z.strictObject({
      seatIds: z.array(seatIdSchema),
      refund: refundShown,
      by: z.enum(['customer', 'cinema']),
      reason: z.string().exactOptional(),
    }),
  ),
  cancellation: z
    .strictObject({ reason: z.string() })
    .exactOptional()
    .describe('of the showtime, when the cinema called it off'),
  foreignRefunds: z
    .array(z.strictObject({ amount: moneyShown, at: instantSchema }))
    .exactOptional()
    .describe('made by hand at the payment gateway'),
  admittedAt: instantSchema.exactOptional(),
  expiredWhy: expiredWhySchema.exactOptional(),
};

const actionShown = z
  .strictObject({
    kind: z.literal('stripe'),
    clientSecret: z.string().describe('for stripe.handleNextAction'),
  })
  .describe('only while the holder of the card has to confirm the payment');

export const newBookingShown = z
  .strictObject({
    ...bookingFields,
    payment: bookingFields.payment.extend({ action: actionShown.exactOptional() }),
    accessToken: z.string(),
  })
  .meta({ id: 'NewBooking' });

export const bookingShown = z
  .strictObject({
    ...bookingFields,
    history: z.array(z.strictObject({ at: instantSchema, what: z.enum(historyWords) })),
    ...staleField,
    customerId: customerIdSchema.exactOptional().describe('for admin and staff'),
    customer: contactShown
      .nullable()
      .exactOptional()
      .describe('for admin and staff; null once erased, and of a sale without a name'),
    admissions: z
      .array(
        z.strictObject({
          checkinId: idSchema.exactOptional(),
          seatIds: z.array(seatIdSchema),
          admittedAt: instantSchema,
        }),
      )
      .exactOptional()
      .describe('for admin and staff: who is inside'),
    undoneAdmissions: z
      .array(
        z.strictObject({
          checkinId: idSchema,
          seatIds: z.array(seatIdSchema),
          undoneAt: instantSchema,
          reason: z.string().exactOptional(),
        }),
      )
      .exactOptional()
      .describe('for admin and staff, where there are any: admissions taken back, and why'),
  })
  .meta({ id: 'Booking' });

/** Seat ids with commas between them, or the parameter repeated. */
export const quoteQuery = z.strictObject({
  seatIds: z
    .union([z.string().min(1).max(2_000), z.array(z.string().min(1).max(2_000)).max(seatsMax)])
    .transform((given) => [given].flat().flatMap((each) => each.split(',')))
    .pipe(distinctSeats(seatsMax))
    .exactOptional(),
  terms: z
    .enum(['customer', 'full'])
    .exactOptional()
    .describe('full: as if all were paid back; for staff of the theater and admin'),
});

export const quoteShown = z.strictObject({
  refund: moneyShown,
  percent: z.int(),
  deadline: instantSchema.describe('until when this holds'),
  provisional: z
    .boolean()
    .exactOptional()
    .describe('the payment gateway is away, so refunds made there by hand may be missing'),
});

export const cancelBookingBody = z
  .strictObject({
    seatIds: distinctSeats(seatsMax).exactOptional(),
    reason: z
      .string()
      .min(1)
      .max(500)
      .exactOptional()
      .describe('kept sealed, for the customer and for staff of the theater'),
    terms: z
      .enum(['customer', 'full'])
      .exactOptional()
      .describe('full: all is paid back; for staff of the theater and admin'),
    expectedRefund: moneySchema.exactOptional(),
  })
  .nullish();

export const cancelledShown = z.strictObject({
  bookingId: idSchema,
  status: z.enum(bookingStatuses),
  refund: refundShown,
  seatsReleased: z.array(seatIdSchema),
});

export const cancellationProgressShown = z.strictObject({
  showtimeId: idSchema,
  bookings: z.int().describe('paid ones that the cinema gives back'),
  refunded: z.int(),
  pending: z.int(),
});
