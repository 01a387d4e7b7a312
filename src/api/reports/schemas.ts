import { z } from 'zod';
import { refusalSchema } from '../../domain/demand/events.ts';
import { dateSchema, idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { currencySchema } from '../../domain/kernel/money.ts';
import { type Bound, groupings, type reportNames } from '../../projections/reports/reportNames.ts';
import { asOfQuery } from '../http/asOf.ts';
import { instantQuery, moneyShown, pageQuery, queryInteger } from '../http/schemas.ts';
import { staleField } from '../http/stale.ts';

const rowsDefault = 1_000;
const rowsMax = 10_000;

const bound = z.union(
  [
    dateSchema.transform((date): Bound => ({ date })),
    instantQuery.transform((instant): Bound => ({ instant })),
  ],
  { error: 'a date such as 2026-11-21, or an instant' },
);

export const reportQuery = z.strictObject({
  theaterId: idSchema.exactOptional(),
  movieId: idSchema.exactOptional(),
  from: bound.exactOptional().describe('a business date, or an instant'),
  to: bound.exactOptional().describe('a business date (inclusive), or an instant (exclusive)'),
  by: z.enum(groupings).default('showtime'),
  asOf: asOfQuery.exactOptional(),
  limit: queryInteger(1, rowsMax).default(rowsDefault),
  cursor: pageQuery.cursor,
});

const groupShown = {
  showtimeId: idSchema.exactOptional(),
  startsAt: instantSchema.exactOptional(),
  businessDate: dateSchema.exactOptional(),
  hour: z.string().exactOptional().describe('local, with its offset: 2026-11-21T18:00+01:00'),
  movieId: idSchema.exactOptional(),
  movie: z.string().exactOptional(),
  theaterId: idSchema.exactOptional(),
  theater: z.string().exactOptional(),
  hallId: idSchema.exactOptional(),
  hall: z.string().exactOptional(),
};
const count = z.int();

const rowsShown = {
  occupancy: z.strictObject({
    ...groupShown,
    ...{ showtimes: count, seats: count, booked: count, held: count, blocked: count, available: count },
    ...{ admitted: count, occupancyPercent: z.number() },
  }),
  revenue: z.strictObject({
    ...groupShown,
    ...{ currency: currencySchema, bookings: count, seats: count },
    ...{ gross: moneyShown, refunds: moneyShown, net: moneyShown },
  }),
  funnel: z.strictObject({
    ...groupShown,
    ...{ holds: count, seatsHeld: count, released: count, expired: count, checkouts: count, declined: count },
    ...{ booked: count, confirmed: count, seatsConfirmed: count, givenUp: count },
    ...{ cancelled: count, seatsCancelled: count },
  }),
  'lost-demand': z.strictObject({
    ...groupShown,
    ...{ reason: refusalSchema.shape.why, seatType: refusalSchema.shape.seatType, party: count },
    ...{ refusals: count, seats: count },
  }),
} as const;

export const reportShown = (report: (typeof reportNames)[number]) =>
  z
    .strictObject({
      report: z.literal(report),
      by: z.enum(groupings),
      position: z.string().describe('all events up to here, and none after it, are in the figures'),
      asOf: instantSchema.nullable(),
      items: z.array(rowsShown[report]),
      nextCursor: z.string().nullable(),
      ...staleField,
    })
    .meta({ id: `Report ${report}`.replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase()) });
