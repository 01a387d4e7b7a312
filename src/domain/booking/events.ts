import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';
import { moneySchema } from '../kernel/money.ts';
import { sealedTextSchema } from '../kernel/sealedText.ts';
import { showtimePoliciesSchema } from '../policies/policies.ts';
import { heldSeatSchema } from '../showtime/events.ts';
import { cancellationEvents } from './cancellationEvents.ts';
import { bookingLimits, customerIdSchema, sealedSchema, seatIdsSchema } from './eventFields.ts';
import { paymentEvents } from './paymentEvents.ts';

const purchase = {
  customerId: customerIdSchema,
  customer: sealedSchema.describe('name, email and phone'),
  emailHash: z
    .string()
    .min(1)
    .max(100)
    .exactOptional()
    .describe('HMAC of the e-mail address, for staff to look for; a guest’s stands in customerId'),
  wordHashes: z
    .array(z.string().regex(/^[\w-]{16}$/))
    .min(1)
    .max(12)
    .exactOptional()
    .describe(
      'HMACs of the words of the name and of the telephone number, for staff of the theater to look for',
    ),
  seats: z.array(heldSeatSchema).min(1).max(bookingLimits.seatsMax),
  discount: moneySchema.exactOptional().describe('taken off the sum of the seats’ prices'),
  total: moneySchema,
};

export const expiredWhySchema = z.enum([
  'hold-expired',
  'hold-released',
  'seats-taken',
  'payment-failed',
  'showtime-cancelled',
]);

/** Version 1 named the caller and the gate in clear: both are left out. */
const admittedInClear = (old: unknown): unknown => {
  const { by: _by, where: _where, ...admitted } = Object(old);
  return admitted;
};

export const bookingEvents = {
  BookingInitiated: defineEvent(
    'BookingInitiated',
    'The holder of seats began to pay for them. Prices and refund terms are frozen here.',
    z.strictObject({
      bookingId: idSchema,
      reference: z.string().min(6).max(16),
      holdId: idSchema,
      showtimeId: idSchema,
      movieId: idSchema,
      theaterId: idSchema,
      ...purchase,
      startsAt: instantSchema,
      endsAt: instantSchema,
      refunds: showtimePoliciesSchema.shape.refunds,
    }),
  ),
  BookingRevised: defineEvent(
    'BookingRevised',
    'Another payment is tried, perhaps by another name and for other seats of the same hold.',
    z.strictObject(purchase),
  ),
  ...paymentEvents,
  BookingConfirmed: defineEvent('BookingConfirmed', 'The seats are paid and theirs.', z.strictObject({})),
  BookingExpired: defineEvent(
    'BookingExpired',
    'The purchase came to nothing; no money was taken.',
    z.strictObject({ why: expiredWhySchema }),
  ),
  ...cancellationEvents,
  BookingCancelled: defineEvent('BookingCancelled', 'No seat of the booking is left.', z.strictObject({})),
  TicketAdmitted: defineEvent(
    'TicketAdmitted',
    'The gate let the holders of these seats in.',
    z.strictObject({
      checkinId: idSchema.exactOptional().describe('absent in admissions of version 1'),
      admittedAt: instantSchema,
      seatIds: seatIdsSchema,
      offline: z.literal(true).exactOptional().describe('scanned without a network, at `admittedAt`'),
      where: sealedTextSchema.exactOptional().describe('the name of the gate'),
    }),
    [admittedInClear],
  ),
  AdmissionUndone: defineEvent(
    'AdmissionUndone',
    'Staff took an admission back: its seats may be admitted again.',
    z.strictObject({ checkinId: idSchema, seatIds: seatIdsSchema, reason: sealedTextSchema }),
  ),
} as const;

export type BookingEvent = EventOf<(typeof bookingEvents)[keyof typeof bookingEvents]>;
