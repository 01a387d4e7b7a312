import { z } from 'zod';
import { dateSchema, idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { moneySchema } from '../../domain/kernel/money.ts';
import { ticketTypes } from '../../domain/pricing/terms.ts';
import { seatTypeSchema, seatTypes } from '../../domain/seating/seat.ts';
import { around, businessDate, centred, city } from '../http/browseFilters.ts';
import { anyInstant, moneyShown, pageQuery, reasonSchema } from '../http/schemas.ts';

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
    version: z.int(),
  })
  .meta({ id: 'Showtime' });

/** In a list; with `near`, how far its theater is from there. */
export const showtimeListed = showtimeShown.extend({ distanceKm: z.number().exactOptional() });

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
export const pricingBody = z.strictObject({
  basePrice: moneySchema,
  seatTypeBp: z.partialRecord(z.enum(seatTypes), factorBp).exactOptional(),
  ticketTypeBp: z.partialRecord(z.enum(ticketTypes), factorBp).exactOptional(),
});

export const cancelShowtimeBody = z.strictObject({ reason: reasonSchema });

/** Without a date: on sale and not ended. */
const showtimeFilters = { date: businessDate, city, ...around, ...pageQuery };
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
export const showtimesOfTheaterQuery = z.strictObject({ date: businessDate, ...pageQuery });
