import { z } from 'zod';
import { customerIdSchema } from '../../domain/booking/eventFields.ts';
import { idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { everyTheater, roles } from '../../domain/kernel/roles.ts';
import { emailSchema } from '../booking/schemas.ts';

export const signInBody = z.strictObject({ email: emailSchema });
export const confirmSignInBody = z.strictObject({
  email: emailSchema,
  code: z.string().min(1).max(32).describe('the eight digits of the mail'),
});
export const refreshBody = z.strictObject({ refreshToken: z.string().min(1).max(256) });

export const signedInShown = z.strictObject({
  accessToken: z.string().describe('for the header Authorization'),
  refreshToken: z.string().describe('for POST /v1/sessions/refresh'),
  expiresAt: instantSchema.describe('when the access token ends'),
  customerId: customerIdSchema,
});

export const sessionShown = z.strictObject({
  id: idSchema,
  createdAt: instantSchema,
  lastUsedAt: instantSchema.describe('when it was refreshed last'),
  expiresAt: instantSchema,
  current: z.boolean().describe('the one of this request'),
});

export const meShown = z.strictObject({
  customerId: customerIdSchema,
  roles: z.array(z.enum(roles)),
  theaterIds: z.array(z.union([idSchema, z.literal(everyTheater)])),
});
