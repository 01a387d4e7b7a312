import { z } from 'zod';
import { customerIdSchema, sealedSchema } from '../booking/eventFields.ts';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';

const hmac = z.string().min(1).max(100);

export const recoveryEvents = {
  RecoveryCodeIssued: defineEvent(
    'RecoveryCodeIssued',
    'A code that opens one booking is sent to the address of that booking.',
    z.strictObject({
      codeId: idSchema,
      bookingId: idSchema,
      customerId: customerIdSchema,
      referenceHash: hmac.describe('HMAC of the booking’s reference'),
      codeHash: hmac.describe('HMAC of the code'),
      issuedAt: instantSchema,
      expiresAt: instantSchema,
    }),
  ),
  RecoveryRefused: defineEvent(
    'RecoveryRefused',
    'A wrong code was given for a booking: a try of each of its codes is used up.',
    z.strictObject({ referenceHash: hmac }),
  ),
  RecoveryConfirmed: defineEvent(
    'RecoveryConfirmed',
    'The right code was given: access to the booking is renewed, and the code is used up.',
    z.strictObject({ codeId: idSchema, bookingId: idSchema, confirmedAt: instantSchema }),
  ),
  SignInCodeIssued: defineEvent(
    'SignInCodeIssued',
    'A code that signs a customer in is sent to an address.',
    z.strictObject({
      codeId: idSchema,
      customerId: customerIdSchema,
      address: sealedSchema.describe('the address, under a key that is destroyed after minutes'),
      codeHash: hmac.describe('HMAC of the code'),
      issuedAt: instantSchema,
      expiresAt: instantSchema,
    }),
  ),
  SignInRefused: defineEvent(
    'SignInRefused',
    'A wrong code was given for a sign-in: a try of each code for it is used up.',
    z.strictObject({}),
  ),
  SignInConfirmed: defineEvent(
    'SignInConfirmed',
    'The right code was given: the customer is signed in, and the code is used up.',
    z.strictObject({ codeId: idSchema, customerId: customerIdSchema, confirmedAt: instantSchema }),
  ),
} as const;

export type RecoveryEvent = EventOf<(typeof recoveryEvents)[keyof typeof recoveryEvents]>;
