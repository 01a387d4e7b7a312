import { z } from 'zod';
import { moneySchema } from '../kernel/money.ts';
import { seatTypes } from '../seating/seat.ts';

export const ticketTypes = ['adult', 'child', 'student', 'senior'] as const;
export const ticketTypeSchema = z.enum(ticketTypes);
export type TicketType = (typeof ticketTypes)[number];

const factorSchema = z.int().min(0).max(1_000_000).describe('basis points; 10000 = 1');

/** Frozen in a showtime's events. Factors are integers, so that a price is an exact product, rounded once. */
export const priceTermsSchema = z.strictObject({
  base: moneySchema,
  seatTypeBp: z.record(z.enum(seatTypes), factorSchema),
  ticketTypeBp: z.record(z.enum(ticketTypes), factorSchema),
  /** Factors that apply to every seat of this showtime, such as weekend or prime time, with their names. */
  surcharges: z.array(z.strictObject({ name: z.string().min(1).max(32), bp: factorSchema })).max(8),
});
export type PriceTerms = Readonly<z.output<typeof priceTermsSchema>>;
