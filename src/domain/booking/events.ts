/**
 * What can have happened to a customer's purchase, its payment included. Who the customer is and the means of payment
 * stand here sealed under the customer's key, never in clear.
 */
import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema, seatIdSchema } from '../kernel/ids.ts';
import { moneySchema } from '../kernel/money.ts';
import { sealedTextSchema } from '../kernel/sealedText.ts';
import { showtimePoliciesSchema } from '../policies/policies.ts';
import { heldSeatSchema } from '../showtime/events.ts';

export const bookingLimits = {
  /** Cards tried for one booking. */
  attemptsMax: 20,
  seatsMax: 100,
  /** Refunds made by hand at the gateway that one booking keeps. */
  foreignRefundsMax: 100,
} as const;

/** A registered customer's subject, or the HMAC of a guest's address. */
export const customerIdSchema = z.string().min(1).max(200);

/** Ciphertext of a JSON value under the customer's key. */
export const sealedSchema = z.strictObject({
  customerId: customerIdSchema,
  box: z.string().min(1).max(8_192),
});

const attempt = z.int().min(1).max(bookingLimits.attemptsMax);
const seatIds = z.array(seatIdSchema).min(1).max(bookingLimits.seatsMax);
/** What a gateway calls one of its things. */
const gatewayId = z.string().min(1).max(255);
const gatewayCode = z.string().max(100);

const foreignRefund = z.strictObject({ refundId: gatewayId, amount: moneySchema, at: instantSchema });

/** What the customer buys and who that is, as it stood when a payment was asked for. */
const purchase = {
  customerId: customerIdSchema,
  customer: sealedSchema.describe('name, email and phone'),
  emailHash: z
    .string()
    .min(1)
    .max(100)
    .exactOptional()
    .describe('HMAC of the e-mail address, for staff to look for; a guest’s stands in customerId'),
  seats: z.array(heldSeatSchema).min(1).max(bookingLimits.seatsMax),
  discount: moneySchema.exactOptional().describe('taken off the sum of the seats’ prices'),
  total: moneySchema,
};

/** Until when the hold lives, and from when on a payment must ask for more time; absent when there is no more. */
const holdTime = { holdExpiresAt: instantSchema, holdKeepAt: instantSchema.exactOptional() };

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
  PaymentAttempted: defineEvent(
    'PaymentAttempted',
    'A payment was asked for; the gateway is called next.',
    z.strictObject({
      attempt,
      method: z.string().min(1).max(32),
      token: sealedSchema,
      kept: sealedSchema
        .exactOptional()
        .describe(
          'the token under a key of its own, which is destroyed once the gateway has answered, or after minutes',
        ),
      ...holdTime,
    }),
    [(old) => old],
  ),
  PaymentTakenUp: defineEvent(
    'PaymentTakenUp',
    'Another driver goes on with the payment: it may reach the gateway from now on, whatever the first one sees.',
    z.strictObject({ attempt }),
  ),
  HoldKept: defineEvent(
    'HoldKept',
    'The hold was looked after while its payment runs; it may live longer now.',
    z.strictObject(holdTime),
  ),
  PaymentAuthorized: defineEvent(
    'PaymentAuthorized',
    'The gateway reserved the money.',
    z.strictObject({ attempt, authorizationId: gatewayId }),
  ),
  PaymentDeclined: defineEvent(
    'PaymentDeclined',
    'The gateway refused this means of payment. The hold stays.',
    z.strictObject({ attempt, code: gatewayCode }),
  ),
  PaymentUnreached: defineEvent(
    'PaymentUnreached',
    'Nothing of this attempt reached the gateway; the same request may be made anew. The hold stays.',
    z.strictObject({ attempt }),
  ),
  SeatsSecured: defineEvent(
    'SeatsSecured',
    'The showtime booked the seats, under the first hold or a fresh one.',
    z.strictObject({ attempt, holdId: idSchema }),
  ),
  SeatsLost: defineEvent(
    'SeatsLost',
    'The money was reserved but the seats cannot be had any more; the reservation is given up next.',
    z.strictObject({ attempt, why: z.enum(['taken', 'released', 'changed', 'showtime-cancelled']) }),
  ),
  PaymentAbandoned: defineEvent(
    'PaymentAbandoned',
    'The purchase is given up although the gateway has reserved the money; the reservation is voided next.',
    z.strictObject({ attempt, why: z.enum(['customer-erased']) }),
  ),
  PaymentCaptured: defineEvent(
    'PaymentCaptured',
    'The money was taken.',
    z.strictObject({ attempt, captureId: gatewayId, amount: moneySchema }),
  ),
  CaptureFailed: defineEvent(
    'CaptureFailed',
    'The reserved money could not be taken; seats and reservation are given back next.',
    z.strictObject({ attempt, code: gatewayCode }),
  ),
  SeatsGivenBack: defineEvent(
    'SeatsGivenBack',
    'Seats that were booked but never paid are on sale again.',
    z.strictObject({ attempt, seatIds }),
  ),
  AuthorizationVoided: defineEvent(
    'AuthorizationVoided',
    'The gateway set the reserved money free, or had taken it without being asked and paid it back.',
    z.strictObject({
      attempt,
      authorizationId: gatewayId,
      paidBack: z
        .strictObject({ captureId: gatewayId, refundId: gatewayId, amount: moneySchema })
        .exactOptional()
        .describe('what had been taken at the gateway by hand'),
    }),
  ),
  PaymentStepRefused: defineEvent(
    'PaymentStepRefused',
    'The gateway turned a capture or a void down; it is asked again at the instant named, if one is.',
    z.strictObject({
      step: z.enum(['capture', 'void']),
      attempt,
      authorizationId: gatewayId,
      /** In a row, from 1. */
      tries: z.int().min(1),
      code: gatewayCode,
      retryAt: instantSchema.exactOptional().describe('absent: not by itself any more'),
    }),
  ),
  PaymentStuck: defineEvent(
    'PaymentStuck',
    'A void or a refund has come to nothing so often that somebody must look. The booking goes on without it.',
    z.strictObject({
      step: z.enum(['void', 'refund']),
      of: gatewayId.describe('the authorization, or the cancellation whose refund it is'),
      tries: z.int().min(1),
      code: gatewayCode,
      stuckAt: instantSchema,
    }),
  ),
  StuckPaymentRetried: defineEvent(
    'StuckPaymentRetried',
    'Staff asked that whatever is stuck in this booking be tried again at once.',
    z.strictObject({ retriedAt: instantSchema }),
  ),
  BookingConfirmed: defineEvent('BookingConfirmed', 'The seats are paid and theirs.', z.strictObject({})),
  BookingExpired: defineEvent(
    'BookingExpired',
    'The purchase came to nothing; no money was taken.',
    z.strictObject({ why: expiredWhySchema }),
  ),
  CancellationAccepted: defineEvent(
    'CancellationAccepted',
    'Paid seats are given up for a refund, which may be nothing. Seats and money follow.',
    z.strictObject({
      cancellationId: idSchema,
      /** Counts the cancellations of this booking from 1. */
      number: z.int().min(1).max(bookingLimits.seatsMax),
      seatIds,
      value: moneySchema.describe('what was paid for these seats'),
      percent: z.int().min(0).max(100),
      refund: moneySchema,
      by: z.enum(['customer', 'cinema']),
      reason: z.string().max(500).exactOptional().describe('the cinema’s'),
      customerReason: sealedSchema.exactOptional().describe('in the customer’s own words'),
      terms: z.literal('full').exactOptional().describe('staff gave all back, whatever the frozen terms say'),
      exemptions: z
        .array(z.enum(['admitted', 'started']))
        .min(1)
        .max(2)
        .exactOptional()
        .describe('rules for customers that staff were exempted from'),
    }),
    [(old) => old],
  ),
  BookingCancelled: defineEvent('BookingCancelled', 'No seat of the booking is left.', z.strictObject({})),
  SeatsReleased: defineEvent(
    'SeatsReleased',
    'The seats of a cancellation are on sale again.',
    z.strictObject({ cancellationId: idSchema, seatIds }),
  ),
  RefundIssued: defineEvent(
    'RefundIssued',
    'The gateway paid a cancellation’s refund back.',
    z.strictObject({ cancellationId: idSchema, refundId: gatewayId, amount: moneySchema }),
  ),
  RefundFailed: defineEvent(
    'RefundFailed',
    'The gateway did not refund; it is asked again, under the same key, at the instant named.',
    z.strictObject({
      cancellationId: idSchema,
      tries: z.int().min(1),
      code: gatewayCode,
      retryAt: instantSchema,
    }),
  ),
  ForeignRefundsFound: defineEvent(
    'ForeignRefundsFound',
    'Refunds of this payment that were made at the gateway by hand. Pending refunds are reduced by them.',
    z.strictObject({
      refunds: z.array(foreignRefund).min(1).max(bookingLimits.foreignRefundsMax),
      due: z
        .array(z.strictObject({ cancellationId: idSchema, amount: moneySchema }))
        .max(bookingLimits.seatsMax)
        .describe('what is left to pay of pending refunds, where that has changed'),
    }),
  ),
  RefundDelayed: defineEvent(
    'RefundDelayed',
    'The customer is told that the refund takes longer: every repeat of that answer says so too.',
    z.strictObject({ cancellationId: idSchema }),
  ),
  TicketAdmitted: defineEvent(
    'TicketAdmitted',
    'The gate let the holders of these seats in.',
    z.strictObject({
      checkinId: idSchema.exactOptional().describe('absent in admissions of version 1'),
      admittedAt: instantSchema,
      seatIds,
      offline: z.literal(true).exactOptional().describe('scanned without a network, at `admittedAt`'),
      where: sealedTextSchema.exactOptional().describe('the name of the gate'),
    }),
    [admittedInClear],
  ),
  AdmissionUndone: defineEvent(
    'AdmissionUndone',
    'Staff took an admission back: its seats may be admitted again.',
    z.strictObject({ checkinId: idSchema, seatIds, reason: sealedTextSchema }),
  ),
} as const;

export type BookingEvent = EventOf<(typeof bookingEvents)[keyof typeof bookingEvents]>;
