import { z } from 'zod';
import { idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { messageIdSchema, messageKindSchema, parkedWhySchema } from '../../domain/notification/events.ts';
import { gatewayCodes } from '../../ports/gatewayCodes.ts';

export const stuckPaymentShown = z.strictObject({
  bookingId: idSchema,
  step: z.enum(['void', 'refund']).describe('setting reserved money free, or paying back'),
  since: instantSchema,
  tries: z.int().describe('in a row'),
  reason: z.enum(gatewayCodes).describe('why, as far as the gateway says'),
});

export const stuckPaymentParams = z.strictObject({ bookingId: idSchema });
export const paymentRetriedShown = z.strictObject({ bookingId: idSchema, retriedAt: instantSchema });

export const parkedMessageShown = z.strictObject({
  id: messageIdSchema,
  bookingId: idSchema.exactOptional().describe('absent for a message about an account'),
  kind: messageKindSchema,
  why: parkedWhySchema,
  owedAt: instantSchema.exactOptional(),
  parkedAt: instantSchema,
});

export const parkedMessageParams = z.strictObject({ id: messageIdSchema });
export const messageRetriedShown = z.strictObject({
  id: messageIdSchema,
  bookingId: idSchema.exactOptional().describe('absent for a message about an account'),
  retriedAt: instantSchema,
});
