import { z } from 'zod';
import { hallLimits } from '../../domain/hall/events.ts';
import { dateSchema, idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { moneySchema } from '../../domain/kernel/money.ts';
import { ticketTypeSchema, ticketTypes } from '../../domain/pricing/terms.ts';
import { seatTypeSchema, seatTypes } from '../../domain/seating/seat.ts';
import { asOfQuery } from '../http/asOf.ts';
import { around, businessDate, centred, city, textQuery } from '../http/browseFilters.ts';
import { anyInstant, moneyShown, pageQuery, reasonSchema } from '../http/schemas.ts';
import { staleField } from '../http/stale.ts';

const showtimeStatuses = ['scheduled', 'on-sale', 'closed', 'ended', 'cancelled'] as const;

export const showtimeShown = z
  .strictObject({
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
    totalSeats: z.int(),
    movie: z.strictObject({
      id: idSchema,
      title: z.string(),
      runtimeMinutes: z.int(),
      rating: z.string().exactOptional(),
      posterUrl: z.string().exactOptional(),
    }),
    theater: z.strictObject({ id: idSchema, name: z.string(), city: z.string() }),
    hall: z.strictObject({ id: idSchema, name: z.string() }),
    priceParts: z.strictObject({
      base: moneyShown,
      surcharges: z.array(z.strictObject({ name: z.string(), percent: z.number() })),
    }),
    ticketPrices: z.partialRecord(seatTypeSchema, z.partialRecord(ticketTypeSchema, moneyShown)),
    refundTerms: z
      .array(z.strictObject({ until: instantSchema, percent: z.int() }))
      .describe('what is paid back of a cancellation before the instant; nothing after the last'),
    cancellation: z.strictObject({ reason: z.string() }).exactOptional(),
    version: z.int(),
  })
  .meta({ id: 'Showtime' });

export const showtimeListed = showtimeShown.extend({
  distanceKm: z.number().exactOptional(),
  ...staleField,
});

const formatSchema = z.string().min(1).max(32);
const languageSchema = z
  .string()
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/, 'a language tag such as en');

export const scheduleShowtimeBody = z.strictObject({
  movieId: idSchema,
  hallId: idSchema,
  startsAt: anyInstant,
  basePrice: moneySchema,
  format: formatSchema.exactOptional(),
  language: languageSchema.exactOptional(),
});

const factorBp = z.int().min(0).max(1_000_000).describe('basis points; 10000 = 1');
/** What is absent stays as it is. */
export const pricingBody = z.strictObject({
  basePrice: moneySchema.exactOptional(),
  seatTypeBp: z.partialRecord(z.enum(seatTypes), factorBp).exactOptional(),
  ticketTypeBp: z.partialRecord(z.enum(ticketTypes), factorBp).exactOptional(),
  version: z.int().exactOptional().describe('as read; not changed by an edit of its own'),
});
export const pricingShown = z.strictObject({
  basePrice: moneyShown,
  seatTypeBp: z.record(z.enum(seatTypes), z.int()),
  ticketTypeBp: z.record(z.enum(ticketTypes), z.int()),
  version: z.int(),
});

export const pricingPreviewBody = pricingBody.omit({ version: true });
export const pricingPreviewShown = showtimeShown.pick({ prices: true, ticketPrices: true, priceParts: true });

export const moveBody = z.strictObject({ version: z.int().min(1).max(hallLimits.layoutVersionsMax) });

export const cancelShowtimeBody = z.strictObject({ reason: reasonSchema });

/** Without a date: on sale and not ended. */
const said = { format: textQuery.exactOptional(), language: textQuery.exactOptional() };
const showtimeFilters = { date: businessDate, city, ...said, ...around, ...pageQuery };
export const showtimesQuery = z
  .strictObject({
    movieId: idSchema.exactOptional(),
    theaterId: idSchema.exactOptional(),
    ...showtimeFilters,
  })
  .superRefine(centred);
export const showtimesOfMovieQuery = z
  .strictObject({ theaterId: idSchema.exactOptional(), ...showtimeFilters })
  .superRefine(centred);
export const showtimesOfTheaterQuery = z
  .strictObject({
    movieId: idSchema.exactOptional(),
    date: businessDate,
    ...said,
    ...pageQuery,
    asOf: asOfQuery.exactOptional(),
  })
  .superRefine(({ asOf, movieId, format, language }, context) => {
    for (const [field, given] of Object.entries({ movieId, format, language })) {
      if (asOf === undefined || given === undefined) continue;
      context.addIssue({ code: 'custom', path: [field], message: 'not with asOf' });
    }
  });
