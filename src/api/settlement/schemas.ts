import { z } from 'zod';
import { dateSchema, idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { currencySchema } from '../../domain/kernel/money.ts';
import { rentalTermsSchema } from '../../domain/movie/rentalTerms.ts';
import { showtimeSummarySchema } from '../../domain/showtime/events.ts';
import { asOfQuery, positionQuery } from '../http/asOf.ts';
import { moneyShown, pageQuery, queryInteger } from '../http/schemas.ts';
import { staleField } from '../http/stale.ts';

const linesDefault = 200;
const linesMax = 1_000;

export const settlementQuery = z
  .strictObject({
    businessDate: dateSchema,
    theaterId: idSchema.exactOptional(),
    movieId: idSchema.exactOptional(),
    statement: queryInteger(1, 1_000_000).exactOptional().describe('as that statement of the theater had it'),
    asOf: asOfQuery.exactOptional(),
    limit: queryInteger(1, linesMax).default(linesDefault),
    cursor: pageQuery.cursor,
  })
  .superRefine(({ statement, theaterId, asOf }, context) => {
    if (statement === undefined) return;
    if (theaterId === undefined)
      context.addIssue({ code: 'custom', path: ['statement'], message: 'only together with theaterId' });
    if (asOf !== undefined)
      context.addIssue({ code: 'custom', path: ['asOf'], message: 'not together with statement' });
  });

export const adjustmentQuery = z
  .strictObject({
    businessDate: dateSchema,
    theaterId: idSchema,
    from: positionQuery.describe('exclusive: up to where the earlier statement counts'),
    to: positionQuery.exactOptional().describe('inclusive; default: now'),
    ...pageQuery,
  })
  .superRefine(({ from, to }, context) => {
    if (to !== undefined && from > to)
      context.addIssue({ code: 'custom', path: ['to'], message: 'before from' });
  });

const count = z.int();
const amountsShown = {
  ...{ showtimes: count, bookings: count, seats: count, seatsReturned: count },
  ...{ gross: moneyShown, refunds: moneyShown, net: moneyShown },
  share: moneyShown.describe("the distributor's"),
};
const movieShown = { movieId: idSchema, movie: z.string().exactOptional() };
const termsOfDay = z.strictObject({ distributor: z.string(), week: count, sharePercent: z.number() });

const lineShown = z.strictObject({
  ...{ theaterId: idSchema, theater: z.string().exactOptional(), ...movieShown, currency: currencySchema },
  ...amountsShown,
  terms: termsOfDay.nullable(),
});

const statementShown = z.strictObject({
  theaterId: idSchema,
  number: z.int(),
  upTo: z.string().describe('all events up to here, and none after it, are in it'),
  issuedAt: instantSchema,
  position: z.string(),
  leftOut: z
    .array(z.strictObject({ stream: z.string(), position: z.string() }))
    .exactOptional()
    .describe('streams of which it has nothing from these positions on, because they could not be read then'),
});

export const settlementShown = z
  .strictObject({
    businessDate: dateSchema,
    position: z.string(),
    asOf: instantSchema.nullable(),
    items: z.array(lineShown),
    statements: z.array(statementShown).describe('issued up to then, the newest of each theater first'),
    nextCursor: z.string().nullable(),
    ...staleField,
  })
  .meta({ id: 'Settlement' });

const figuresShown = z.strictObject({ ...amountsShown, terms: termsOfDay.nullable() });

const causeShown = z.strictObject({
  position: z.string(),
  eventId: idSchema,
  type: z.string(),
  stream: z.string(),
  at: instantSchema,
  correlationId: idSchema,
  what: z.enum(['capacity', 'show-cancelled', 'captured', 'cancelled', 'refunded']),
  showtimeId: idSchema,
  movieId: idSchema,
  seats: count,
  amount: moneyShown.exactOptional(),
});

export const adjustmentShown = z
  .strictObject({
    businessDate: dateSchema,
    theaterId: idSchema,
    from: z.string(),
    to: z.string(),
    items: z.array(
      z.strictObject({
        ...{ ...movieShown, currency: currencySchema },
        before: figuresShown.nullable(),
        after: figuresShown.nullable(),
        difference: z.strictObject(amountsShown),
      }),
    ),
    events: z.array(causeShown).describe('that caused it, in order, a page of them'),
    termsAgreed: z.array(z.strictObject({ position: z.string(), at: instantSchema, ...movieShown })),
    nextCursor: z.string().nullable(),
    ...staleField,
  })
  .meta({ id: 'SettlementAdjustment' });

export const termsBody = z.strictObject({
  ...rentalTermsSchema.shape,
  version: z.int().exactOptional().describe('as read; not changed by an edit of its own'),
});
export const termsShown = z.strictObject({ ...rentalTermsSchema.shape, version: z.int() });

export const summaryQuery = z.strictObject({ asOf: asOfQuery.exactOptional() });
export const summaryShown = z.strictObject({
  showtimeId: idSchema,
  ...showtimeSummarySchema.shape,
  position: z.string(),
  summarizedAt: instantSchema,
  ...staleField,
});
