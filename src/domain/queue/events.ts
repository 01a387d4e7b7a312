import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';
import { sealedTextSchema } from '../kernel/sealedText.ts';
import { queueLimits } from './queueLimits.ts';

/** 32 bytes. */
export const bytes32Schema = z.string().regex(/^[0-9a-f]{64}$/, '32 bytes in lower-case hexadecimal');

export const queueFactsSchema = z.strictObject({
  showtimeIds: z.array(idSchema).min(1).max(queueLimits.showtimesMax),
  theaterIds: z.array(idSchema).min(1).max(queueLimits.showtimesMax),
  entryOpensAt: instantSchema,
  saleStartsAt: instantSchema,
  drawsAt: instantSchema,
  admissionMinutes: z.int().min(1).max(queueLimits.admissionMinutesMax),
  openAdmissionsMax: z.int().min(1).max(queueLimits.openAdmissionsMax),
  seedHash: bytes32Schema.describe('SHA-256 of the seed'),
});
export type QueueFacts = Readonly<z.output<typeof queueFactsSchema>>;

export const queueEvents = {
  QueueOpened: defineEvent(
    'QueueOpened',
    'A waiting room stands before some showtimes. The seed of its lot is fixed here, and is not readable before the draw.',
    z.strictObject({
      ...queueFactsSchema.shape,
      drawsAt: instantSchema.exactOptional().describe('of the lot; `saleStartsAt` where it is missing'),
      seed: sealedTextSchema,
    }),
  ),
  EntryListClosed: defineEvent(
    'EntryListClosed',
    'Who entered up to here takes part in the lot. The root is SHA-256 over ids and contributions in order of id.',
    z.strictObject({ root: bytes32Schema, entries: z.int().min(0) }),
  ),
  LotDrawn: defineEvent(
    'LotDrawn',
    'The seed is revealed. Places are in the order of SHA-256 over seed, root and the id of each entry.',
    z.strictObject({ seed: bytes32Schema }),
  ),
  QueueClosed: defineEvent(
    'QueueClosed',
    'The waiting room is over; its showtimes are sold to everyone.',
    z.strictObject({}),
  ),
} as const;

export type QueueEvent = EventOf<(typeof queueEvents)[keyof typeof queueEvents]>;
