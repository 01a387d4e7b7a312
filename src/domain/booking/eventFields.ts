import { z } from 'zod';
import { seatIdSchema } from '../kernel/ids.ts';

export const bookingLimits = {
  attemptsMax: 20,
  seatsMax: 100,
  /** Refunds made by hand at the gateway that one booking keeps. */
  foreignRefundsMax: 100,
} as const;

/** The HMAC of a token's issuer and subject (in older events the subject), or of a guest's address. */
export const customerIdSchema = z.string().min(1).max(200);

/** Ciphertext of a JSON value under the customer's key. */
export const sealedSchema = z.strictObject({
  customerId: customerIdSchema,
  box: z.string().min(1).max(8_192),
});

export const attemptSchema = z.int().min(1).max(bookingLimits.attemptsMax);
export const seatIdsSchema = z.array(seatIdSchema).min(1).max(bookingLimits.seatsMax);
export const gatewayIdSchema = z.string().min(1).max(255);
export const gatewayCodeSchema = z.string().max(100);
