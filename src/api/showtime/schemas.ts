/** Showtimes, seat maps and holds as HTTP shows and asks for them. */
import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { moneySchema } from '../../domain/kernel/money.ts';
import { ticketTypeSchema, ticketTypes } from '../../domain/pricing/terms.ts';
import { seatingLimits, seatTypeSchema, seatTypes } from '../../domain/seating/seat.ts';
import { moneyShown, queryInteger } from '../http/schemas.ts';

const showtimeStatuses = ['scheduled', 'on-sale', 'closed', 'ended', 'cancelled'] as const;

export const showtimeShown = z.strictObject({
  id: idSchema,
  movieId: idSchema,
  theaterId: idSchema,
  hallId: idSchema,
  layoutVersion: z.int(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  businessDate: dateSchema,
  timeZone: z.string(),
  status: z.enum(showtimeStatuses),
  salesCloseAt: instantSchema,
  format: z.string(),
  language: z.string(),
  prices: z.partialRecord(seatTypeSchema, moneyShown).describe('what an adult pays, by seat type'),
  availability: z.enum(['plenty', 'few', 'sold-out']),
  availableSeats: z.int(),
  version: z.int(),
});

/** In a list; with `near`, how far its theater is from there. */
export const showtimeListed = showtimeShown.extend({ distanceKm: z.number().exactOptional() });

const formatSchema = z.string().min(1).max(32);
const languageSchema = z
  .string()
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/, 'a language tag such as en');

export const scheduleShowtimeBody = z.strictObject({
  movieId: idSchema,
  hallId: idSchema,
  startsAt: z.iso.datetime({ offset: false }).describe('UTC'),
  basePrice: moneySchema,
  format: formatSchema.exactOptional(),
  language: languageSchema.exactOptional(),
});

const factorBp = z.int().min(0).max(1_000_000).describe('basis points; 10000 = 1');
export const pricingBody = z.strictObject({
  basePrice: moneySchema,
  seatTypeBp: z.partialRecord(z.enum(seatTypes), factorBp).exactOptional(),
  ticketTypeBp: z.partialRecord(z.enum(ticketTypes), factorBp).exactOptional(),
});

const reasonSchema = z.string().min(1).max(500);

/** A list of seats of which none stands twice. */
export const distinctSeats = (max: number) =>
  z
    .array(seatIdSchema)
    .min(1)
    .max(max)
    .superRefine((seatIds, context) => {
      const seen = new Set<string>();
      for (const [index, id] of seatIds.entries()) {
        if (seen.has(id)) context.addIssue({ code: 'custom', path: [index], message: 'the same seat twice' });
        seen.add(id);
      }
    });

export const blockBody = z.strictObject({
  seatIds: distinctSeats(seatingLimits.seatsPerHallMax),
  reason: reasonSchema,
});
export const unblockBody = z.strictObject({
  seatIds: distinctSeats(seatingLimits.seatsPerHallMax),
  reason: reasonSchema.exactOptional(),
});
export const cancelShowtimeBody = z.strictObject({ reason: reasonSchema });

/** Well above any policy's limit, so that a slightly too big wish is answered by the policy. */
const seatsAskedMax = 100;

const ticketTypesBySeat = z.record(seatIdSchema, ticketTypeSchema);
const ticketTypesInOrder = z.array(ticketTypeSchema).max(seatsAskedMax);

export const holdBody = z
  .strictObject({
    seatIds: distinctSeats(seatsAskedMax).exactOptional(),
    bestAvailable: z
      .strictObject({ count: z.int().min(1).max(seatsAskedMax), seatType: seatTypeSchema.exactOptional() })
      .exactOptional(),
    ticketTypes: z.union([ticketTypesBySeat, ticketTypesInOrder]).exactOptional(),
  })
  .superRefine(({ seatIds, bestAvailable, ticketTypes: types }, context) => {
    const fault = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if ((seatIds === undefined) === (bestAvailable === undefined)) {
      fault(
        [seatIds === undefined ? 'seatIds' : 'bestAvailable'],
        'exactly one of seatIds and bestAvailable',
      );
    }
    if (types === undefined) return;
    if (Array.isArray(types)) {
      if (bestAvailable === undefined) fault(['ticketTypes'], 'with seatIds: an object by seat id');
      else if (types.length !== bestAvailable.count) fault(['ticketTypes'], 'one for each seat');
    } else if (seatIds === undefined) fault(['ticketTypes'], 'with bestAvailable: an array');
    else {
      for (const id of Object.keys(types)) {
        if (!seatIds.includes(id)) fault(['ticketTypes', id], 'not one of seatIds');
      }
    }
  });

export const swapBody = z
  .strictObject({
    seatIds: distinctSeats(seatsAskedMax),
    ticketTypes: ticketTypesBySeat.exactOptional(),
  })
  .superRefine(({ seatIds, ticketTypes: types = {} }, context) => {
    for (const id of Object.keys(types)) {
      if (seatIds.includes(id)) continue;
      context.addIssue({ code: 'custom', path: ['ticketTypes', id], message: 'not one of seatIds' });
    }
  });

export const holdShown = z.strictObject({
  holdId: idSchema,
  bookingId: idSchema,
  showtimeId: idSchema,
  seats: z.array(
    z.strictObject({
      id: seatIdSchema,
      type: seatTypeSchema,
      ticketType: ticketTypeSchema,
      price: moneyShown,
    }),
  ),
  total: moneyShown,
  expiresAt: instantSchema,
  revision: z.int(),
  warnings: z.array(z.strictObject({ warning: z.literal('lone-seat'), seats: z.array(seatIdSchema) })),
});

/** With the capability: given to whoever made the hold, and to a repeat of that request. */
export const newHoldShown = holdShown.extend({ holdToken: z.string() });

const seatMapHead = { showtimeId: idSchema, revision: z.int(), layoutVersion: z.int() };

export const seatMapShown = z.strictObject({
  ...seatMapHead,
  seats: z.array(
    z.strictObject({
      id: seatIdSchema,
      row: z.string(),
      number: z.int(),
      type: seatTypeSchema,
      status: z.enum(['available', 'held', 'booked', 'blocked']),
      price: moneyShown,
    }),
  ),
});

export const compactSeatMapShown = z.strictObject({
  ...seatMapHead,
  status: z
    .string()
    .regex(/^[AHBX]*$/)
    .describe('one letter per seat in layout order'),
});

/** A long poll ends before most proxies would cut it. */
const longPollSecondsMax = 25;

export const seatsQuery = z
  .strictObject({
    view: z.enum(['full', 'compact']).default('full'),
    since: queryInteger(0, 999_999_999).exactOptional(),
    wait: queryInteger(0, longPollSecondsMax).exactOptional(),
    asOf: z.iso.datetime().exactOptional(),
    revision: queryInteger(0, 999_999_999).exactOptional(),
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
  what: z.enum(['held', 'released', 'expired', 'booked', 'returned', 'blocked', 'unblocked']),
  holdId: idSchema.exactOptional(),
  bookingId: idSchema.exactOptional(),
  price: moneyShown.exactOptional(),
  reason: z.string().exactOptional(),
});

/** After seats were blocked or unblocked: which, and the map's revision since. */
export const seatsWithdrawn = z.strictObject({
  showtimeId: idSchema,
  revision: z.int(),
  seatIds: z.array(seatIdSchema),
});
