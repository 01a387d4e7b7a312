import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { positionQuery } from '../http/asOf.ts';
import { moneyShown, pageQuery, queryInteger } from '../http/schemas.ts';

const eventsDefault = 1_000;
const eventsMax = 10_000;

export const diffQuery = z
  .strictObject({
    from: positionQuery.describe('exclusive'),
    to: positionQuery.describe('inclusive'),
    limit: queryInteger(1, eventsMax).default(eventsDefault).describe('events that one page looks at'),
    cursor: pageQuery.cursor,
  })
  .superRefine(({ from, to }, context) => {
    if (from > to) context.addIssue({ code: 'custom', path: ['to'], message: 'before from' });
  });

export const changedKinds = [
  'movie',
  'theater',
  'hall',
  'schedule',
  'showtime',
  'booking',
  'gate',
  'demand',
  'queue',
] as const;

const beforeAndAfter = <Value extends z.ZodType>(value: Value) => z.tuple([value, value]);

const changeShown = z.strictObject({
  kind: z.enum(changedKinds),
  id: idSchema,
  stream: z.string(),
  theaterId: idSchema.exactOptional(),
  showtimeId: idSchema.exactOptional().describe('of a booking'),
  firstRevision: z.int(),
  lastRevision: z.int(),
  events: z.record(z.string(), z.int()).describe('how many of each type'),
  status: beforeAndAfter(z.string().nullable())
    .exactOptional()
    .describe('of a showtime or booking, before and after; null: there was none'),
  seats: z
    .record(z.string(), beforeAndAfter(z.string().nullable()))
    .exactOptional()
    .describe('of a showtime: letters of the compact seat map before and after, of seats that differ'),
  captured: beforeAndAfter(moneyShown.nullable()).exactOptional().describe('of a booking'),
  refunded: beforeAndAfter(moneyShown.nullable()).exactOptional().describe('of a booking'),
});

export const diffShown = z
  .strictObject({
    from: z.string(),
    to: z.string().describe('how far this page goes; the cursor goes on from there'),
    items: z.array(changeShown),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Diff' });
export type Change = z.output<typeof changeShown>;
