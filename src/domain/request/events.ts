import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';

export const requestEvents = {
  RequestClaimed: defineEvent(
    'RequestClaimed',
    'A request took its idempotency key before it changed anything: with another body the key is refused from now on.',
    z.strictObject({
      body: z.string().min(1).max(100).describe('HMAC of the canonical body'),
      target: idSchema.describe(
        'whose stream remembers the request, if it came to anything, or what it makes',
      ),
      claimedAt: instantSchema,
    }),
  ),
  RequestReleased: defineEvent(
    'RequestReleased',
    'The request was refused: its key may be used again, for anything.',
    z.strictObject({}),
  ),
} as const;

export type RequestEvent = EventOf<(typeof requestEvents)[keyof typeof requestEvents]>;
