import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { sealedTextSchema } from '../kernel/sealedText.ts';

const reader = z
  .string()
  .regex(/^[a-z0-9_-]{1,64}$/)
  .describe('the name of a read model or a reaction');

export const parkingEvents = {
  ParkedStreamRetried: defineEvent(
    'ParkedStreamRetried',
    'An operator asks a reader of the log to take up the stream that it has parked.',
    z.strictObject({ reader, reason: sealedTextSchema.exactOptional() }),
  ),
  ParkedEventSkipped: defineEvent(
    'ParkedEventSkipped',
    'An operator lets a reader of the log pass over an event that it cannot take, and go on with the stream behind it.',
    z.strictObject({
      reader,
      position: z.string().regex(/^[0-9]{20}$/),
      revision: z.int().min(0).describe('of the event that is passed over'),
      type: z.string().min(1).max(256),
      reason: sealedTextSchema,
    }),
  ),
} as const;

export type ParkingEvent = EventOf<(typeof parkingEvents)[keyof typeof parkingEvents]>;
export type SkippedEvent = Extract<ParkingEvent, { type: 'ParkedEventSkipped' }>['data'];
