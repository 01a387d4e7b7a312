import { z } from 'zod';
import { anyCategory, eventCatalog } from '../../domain/eventCatalog.ts';
import { idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { isStreamOf } from '../../domain/kernel/streams.ts';
import { instantQuery, queryInteger } from '../http/schemas.ts';

const categories = [
  ...new Set(
    [...eventCatalog.values()].map(({ category }) => category).filter((each) => each !== anyCategory),
  ),
];

/** The log's own stream has no id. A stream that has no events yet is an empty answer; one of no kind never has any. */
const streamName = z
  .string()
  .max(256)
  .refine((name) => name === 'log' || categories.some((category) => isStreamOf({ category }, name)), {
    error: 'a category, a hyphen and an id, such as showtime-<id>',
  });

const eventsPerRequestMax = 10_000;
export const eventsPerRequestDefault = 1_000;
const alternativesMax = 20;
const endOfLog = 'end';

/** One value, or the parameter repeated. */
const oneOrMore = <Value extends string>(value: z.ZodType<Value, string>) =>
  z
    .union([value, z.array(value).min(1).max(alternativesMax)])
    .transform((given) => (typeof given === 'string' ? [given] : given));

const eventsAsked = z.strictObject({
  after: z
    .union([z.literal(endOfLog), z.string().regex(/^[0-9]{20}$/)], { error: 'a position: 20 digits, or end' })
    .describe('a position, or `end`: only what is appended from now on')
    .exactOptional(),
  category: oneOrMore(z.enum(categories)).exactOptional(),
  type: oneOrMore(z.enum([...eventCatalog.keys()])).exactOptional(),
  stream: oneOrMore(streamName).exactOptional(),
  id: oneOrMore(idSchema).exactOptional(),
  correlationId: oneOrMore(idSchema).describe('of all that one request led to').exactOptional(),
  causationId: oneOrMore(idSchema).describe('of the request or event that caused it').exactOptional(),
  limit: queryInteger(1, eventsPerRequestMax).exactOptional(),
  from: instantQuery.describe('decided at or after it').exactOptional(),
  to: instantQuery.describe('decided before it').exactOptional(),
  follow: z.enum(['true', 'false']).default('false'),
  form: z.enum(['shown', 'sealed']).default('shown'),
});

export const eventsQuery = eventsAsked.superRefine(({ from, to, follow }, context) => {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['to'], message });
  if (to !== undefined && follow === 'true') refuse('a log that is followed has no end');
  if (to !== undefined && from !== undefined && from >= to) refuse('is not after from');
});

export const eventTypesShown = z.strictObject({
  items: z.array(
    z.strictObject({
      type: z.string(),
      category: z.string().describe('of the streams that it stands in; `*`: of any'),
      version: z.int().describe('that is written today'),
      description: z.string(),
    }),
  ),
  nextCursor: z.null(),
});

export const actorShown = z.strictObject({
  role: z.enum(['system', 'guest', 'customer', 'staff', 'catalog', 'admin', 'analyst', 'gate']),
  id: z.string().exactOptional(),
});

export const eventShown = z
  .strictObject({
    position: z.string(),
    stream: z.string(),
    revision: z.int(),
    id: idSchema,
    type: z.string(),
    version: z.int(),
    at: instantSchema,
    data: z.looseObject({}),
    metadata: z.strictObject({ correlationId: z.string(), causationId: z.string(), actor: actorShown }),
  })
  .meta({ id: 'Event' });
