import { z } from 'zod';
import { instantSchema } from '../../domain/kernel/ids.ts';
import { reasonSchema } from '../http/schemas.ts';

const streamSchema = z
  .string()
  .regex(/^[a-z]{1,32}-[A-Za-z0-9_-]{1,200}$/, 'the name of a stream')
  .describe('such as showtime-<id>');
const readerSchema = z.string().regex(/^[a-z0-9_-]{1,64}$/, 'the name of a read model or a reaction');

export const parkedStreamParams = z.strictObject({ stream: streamSchema });

const reader = readerSchema.exactOptional().describe('only this one of those that have parked the stream');
export const retryParkedBody = z.strictObject({ reason: reasonSchema.exactOptional(), reader }).nullish();
export const skipParkedBody = z.strictObject({ reason: reasonSchema, reader });

export const parkedShown = z.strictObject({
  stream: z.string(),
  reader: z.string(),
  kind: z.enum(['read-model', 'reaction']),
  position: z.string().describe('of the event that cannot be taken'),
  revision: z.int(),
  type: z.string(),
  error: z.string(),
  since: instantSchema
    .nullable()
    .describe(
      'when that event was decided: what the reader shows of the stream is older; null while the log is away',
    ),
  waiting: z
    .int()
    .nullable()
    .describe('events behind it that were passed by; null where that is not counted'),
});

export const askedShown = z.strictObject({
  stream: z.string(),
  askedAt: instantSchema,
  readers: z.array(
    z.strictObject({
      reader: z.string(),
      position: z.string().exactOptional().describe('of the event that the stream waited behind'),
      revision: z.int().exactOptional(),
      type: z.string().exactOptional(),
    }),
  ),
});
