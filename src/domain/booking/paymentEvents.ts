import { z } from 'zod';
import { defineEvent } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';
import { moneySchema } from '../kernel/money.ts';
import {
  attemptSchema,
  gatewayCodeSchema,
  gatewayIdSchema,
  sealedSchema,
  seatIdsSchema,
} from './eventFields.ts';

/** Until when the hold lives, and from when on a payment must ask for more time; absent when there is no more. */
const holdTime = { holdExpiresAt: instantSchema, holdKeepAt: instantSchema.exactOptional() };

export const paymentEvents = {
  PaymentAttempted: defineEvent(
    'PaymentAttempted',
    'A payment was asked for; the gateway is called next.',
    z.strictObject({
      attempt: attemptSchema,
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
    z.strictObject({ attempt: attemptSchema }),
  ),
  HoldKept: defineEvent(
    'HoldKept',
    'The hold was looked after while its payment runs; it may live longer now.',
    z.strictObject(holdTime),
  ),
  PaymentAuthorized: defineEvent(
    'PaymentAuthorized',
    'The gateway reserved the money.',
    z.strictObject({ attempt: attemptSchema, authorizationId: gatewayIdSchema }),
  ),
  PaymentDeclined: defineEvent(
    'PaymentDeclined',
    'The gateway refused this means of payment. The hold stays.',
    z.strictObject({ attempt: attemptSchema, code: gatewayCodeSchema }),
  ),
  PaymentUnreached: defineEvent(
    'PaymentUnreached',
    'Nothing of this attempt reached the gateway; the same request may be made again. The hold stays.',
    z.strictObject({ attempt: attemptSchema }),
  ),
  SeatsSecured: defineEvent(
    'SeatsSecured',
    'The showtime booked the seats, under the first hold or a fresh one.',
    z.strictObject({ attempt: attemptSchema, holdId: idSchema }),
  ),
  SeatsLost: defineEvent(
    'SeatsLost',
    'The money was reserved but the seats cannot be had any more; the reservation is given up next.',
    z.strictObject({
      attempt: attemptSchema,
      why: z.enum(['taken', 'released', 'changed', 'showtime-cancelled']),
    }),
  ),
  PaymentAbandoned: defineEvent(
    'PaymentAbandoned',
    'The purchase is given up although the gateway has reserved the money; the reservation is voided next.',
    z.strictObject({ attempt: attemptSchema, why: z.enum(['customer-erased']) }),
  ),
  PaymentCaptured: defineEvent(
    'PaymentCaptured',
    'The money was taken.',
    z.strictObject({ attempt: attemptSchema, captureId: gatewayIdSchema, amount: moneySchema }),
  ),
  CaptureFailed: defineEvent(
    'CaptureFailed',
    'The reserved money could not be taken; seats and reservation are given back next.',
    z.strictObject({ attempt: attemptSchema, code: gatewayCodeSchema }),
  ),
  SeatsGivenBack: defineEvent(
    'SeatsGivenBack',
    'Seats that were booked but never paid are on sale again.',
    z.strictObject({ attempt: attemptSchema, seatIds: seatIdsSchema }),
  ),
  AuthorizationVoided: defineEvent(
    'AuthorizationVoided',
    'The gateway set the reserved money free, or had taken it without being asked and paid it back.',
    z.strictObject({
      attempt: attemptSchema,
      authorizationId: gatewayIdSchema,
      paidBack: z
        .strictObject({ captureId: gatewayIdSchema, refundId: gatewayIdSchema, amount: moneySchema })
        .exactOptional()
        .describe('what had been taken at the gateway by hand'),
    }),
  ),
  PaymentStepRefused: defineEvent(
    'PaymentStepRefused',
    'The gateway turned a capture or a void down; it is asked again at the instant named, if one is.',
    z.strictObject({
      step: z.enum(['capture', 'void']),
      attempt: attemptSchema,
      authorizationId: gatewayIdSchema,
      tries: z.int().min(1),
      code: gatewayCodeSchema,
      retryAt: instantSchema.exactOptional().describe('absent: only staff may retry it'),
    }),
  ),
  PaymentStuck: defineEvent(
    'PaymentStuck',
    'A void or a refund has come to nothing so often that staff must look. The booking goes on without it.',
    z.strictObject({
      step: z.enum(['void', 'refund']),
      of: gatewayIdSchema.describe('the authorization, or the cancellation whose refund it is'),
      tries: z.int().min(1),
      code: gatewayCodeSchema,
      stuckAt: instantSchema,
    }),
  ),
  StuckPaymentRetried: defineEvent(
    'StuckPaymentRetried',
    'Staff asked that all stuck steps of this booking be tried again at once.',
    z.strictObject({ retriedAt: instantSchema }),
  ),
} as const;
