import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { emailSchema } from '../booking/schemas.ts';

export const recoverBody = z.strictObject({
  reference: z.string().min(1).max(32).describe('in any case, with or without hyphens'),
  email: emailSchema,
});

export const confirmRecoveryBody = z.strictObject({
  ...recoverBody.shape,
  code: z.string().min(1).max(32).describe('the eight digits of the mail'),
});

export const recoveredShown = z.strictObject({
  bookingId: idSchema,
  accessToken: z.string().describe('for the header Booking-Access'),
});
