import { z } from 'zod';
import { defineEvent } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';
import { moneySchema } from '../kernel/money.ts';
import {
  bookingLimits,
  gatewayCodeSchema,
  gatewayIdSchema,
  sealedSchema,
  seatIdsSchema,
} from './eventFields.ts';

const foreignRefund = z.strictObject({ refundId: gatewayIdSchema, amount: moneySchema, at: instantSchema });

export const cancellationEvents = {
  CancellationAccepted: defineEvent(
    'CancellationAccepted',
    'Paid seats are given up for a refund, which may be nothing. Seats and money follow.',
    z.strictObject({
      cancellationId: idSchema,
      number: z.int().min(1).max(bookingLimits.seatsMax),
      seatIds: seatIdsSchema,
      value: moneySchema.describe('what was paid for these seats'),
      percent: z.int().min(0).max(100),
      refund: moneySchema,
      by: z.enum(['customer', 'cinema']),
      reason: z.string().max(500).exactOptional().describe('older events only: one sentence of the program'),
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
  SeatsReleased: defineEvent(
    'SeatsReleased',
    'The seats of a cancellation are on sale again.',
    z.strictObject({ cancellationId: idSchema, seatIds: seatIdsSchema }),
  ),
  RefundIssued: defineEvent(
    'RefundIssued',
    'The gateway paid a cancellation’s refund back.',
    z.strictObject({ cancellationId: idSchema, refundId: gatewayIdSchema, amount: moneySchema }),
  ),
  RefundFailed: defineEvent(
    'RefundFailed',
    'The gateway did not refund; it is asked again, under the same key, at the instant named.',
    z.strictObject({
      cancellationId: idSchema,
      tries: z.int().min(1),
      code: gatewayCodeSchema,
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
} as const;
