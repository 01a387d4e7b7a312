import { z } from 'zod';
import { idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { seatingLimits, seatTypeSchema } from '../../domain/seating/seat.ts';
import { asOfQuery } from '../http/asOf.ts';
import { distinctSeats, moneyShown, queryInteger, reasonSchema } from '../http/schemas.ts';
import { staleField } from '../http/stale.ts';
import { actorShown } from '../log/schemas.ts';

export const blockBody = z.strictObject({
  seatIds: distinctSeats(seatingLimits.seatsPerHallMax),
  reason: reasonSchema,
});
export const unblockBody = z.strictObject({
  seatIds: distinctSeats(seatingLimits.seatsPerHallMax),
  reason: reasonSchema.exactOptional(),
});

const seatMapHead = { showtimeId: idSchema, revision: z.int(), layoutVersion: z.int(), ...staleField };

export const seatMapShown = z
  .strictObject({
    ...seatMapHead,
    seats: z.array(
      z.strictObject({
        id: seatIdSchema,
        row: z.string(),
        number: z.int(),
        type: seatTypeSchema,
        status: z.enum(['available', 'held', 'booked', 'blocked']),
        price: moneyShown,
        blockedReason: z.string().exactOptional().describe('for staff of the theater'),
        bookingReference: z.string().exactOptional().describe('for staff of the theater'),
      }),
    ),
  })
  .meta({ id: 'SeatMap' });

export const compactSeatMapShown = z
  .strictObject({
    ...seatMapHead,
    status: z
      .string()
      .regex(/^[AHBX]*$/)
      .describe('one letter per seat in layout order'),
  })
  .meta({ id: 'CompactSeatMap' });

/** Most proxies cut a request after 30 s. */
const longPollSecondsMax = 25;

/** `optional`, because `exactOptional` tries the schema of each field that is absent. */
export const seatsQuery = z
  .strictObject({
    view: z.enum(['full', 'compact']).default('full'),
    since: queryInteger(0, 999_999_999).optional(),
    wait: queryInteger(0, longPollSecondsMax).optional(),
    asOf: asOfQuery.optional(),
    revision: queryInteger(0, 999_999_999).optional(),
  })
  .superRefine(({ since, wait, asOf, revision }, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (asOf !== undefined && revision !== undefined) fault('revision', 'either asOf or revision');
    if ((asOf ?? revision) !== undefined && since !== undefined) fault('since', 'not of the past');
    if (wait !== undefined && since === undefined) fault('wait', 'only with since');
  });

export const seatHistoryShown = z.strictObject({
  at: instantSchema,
  revision: z.int(),
  eventId: idSchema.describe('of the event that did it'),
  what: z.enum(['held', 'released', 'expired', 'booked', 'returned', 'blocked', 'unblocked']),
  holdId: idSchema.exactOptional(),
  bookingId: idSchema.exactOptional(),
  price: moneyShown.exactOptional(),
  reason: z.string().exactOptional(),
  by: actorShown.describe('who caused it; system: the program itself, such as a hold that ran out'),
  causationId: z.string().describe('of the request or event that caused it'),
  correlationId: z.string().describe('of all that one request led to'),
});

export const seatsWithdrawn = z.strictObject({
  showtimeId: idSchema,
  revision: z.int(),
  seatIds: z.array(seatIdSchema),
});
