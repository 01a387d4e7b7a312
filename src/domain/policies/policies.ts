import { z } from 'zod';
import { ticketTypes } from '../pricing/terms.ts';
import { queueLimits } from '../queue/queueLimits.ts';
import { seatTypes } from '../seating/seat.ts';
import { budgetPoliciesSchema } from './budgets.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const durationSchema = z.int().min(1_000).max(dayMs).describe('milliseconds');
const refundsSchema = z
  .array(z.strictObject({ fromMsBefore: z.int().min(0), percent: z.int().min(0).max(100) }))
  .max(8)
  .describe('the percent paid back from so long before the start, the longest first');
const factorBp = z.int().min(0).max(1_000_000).describe('basis points; 10000 = 1');
const seatsPerHoldMax = z.int().min(1).max(50);

/** The rules of a showtime as they stood when it was made. */
export const showtimePoliciesSchema = z.strictObject({
  holdTtlMs: durationSchema,
  /** The latest a hold may be extended to, counted from when it was first made. */
  holdCapMs: durationSchema,
  seatsPerHoldMax,
  loneSeatRule: z.enum(['off', 'warn', 'enforce']),
  refunds: refundsSchema,
});
export type ShowtimePolicies = Readonly<z.output<typeof showtimePoliciesSchema>>;

const priceRulesSchema = z.strictObject({
  seatTypeBp: z.partialRecord(z.enum(seatTypes), factorBp).exactOptional(),
  ticketTypeBp: z.partialRecord(z.enum(ticketTypes), factorBp).exactOptional(),
  weekendBp: factorBp.exactOptional().describe('for shows that start on a local Saturday or Sunday'),
  primeTimeBp: factorBp.exactOptional(),
  primeTimeFromHour: z.int().min(0).max(24).exactOptional().describe('local hour, until midnight'),
});

/** What a theater sets for itself; everything left out is as in {@link defaultPolicies}. */
export const theaterPoliciesSchema = z.strictObject({
  holdTtlMs: durationSchema.exactOptional(),
  holdCapMs: durationSchema.exactOptional(),
  seatsPerHoldMax: seatsPerHoldMax.exactOptional(),
  refunds: refundsSchema.exactOptional(),
  salesCloseAfterStartMs: z.int().min(0).max(dayMs).exactOptional(),
  gateOpensBeforeMs: z
    .int()
    .min(0)
    .max(7 * dayMs)
    .exactOptional()
    .describe('before the start of a show'),
  priceRules: priceRulesSchema.exactOptional(),
  budgets: budgetPoliciesSchema.exactOptional().describe('hold at once, also for showtimes that exist'),
  freshSignInAboveMinor: z
    .int()
    .min(0)
    .exactOptional()
    .describe('a refund of more, in minor units, wants a sign-in of the last 15 minutes'),
  queueAboveHoldsPerSecond: z
    .int()
    .min(queueLimits.automaticHoldsPerSecondMin)
    .max(100_000)
    .exactOptional()
    .describe(
      'a showtime of which more holds are asked for, on one node, gets a waiting room; none when absent',
    ),
  booksCloseAfterDays: z
    .int()
    .min(1)
    .max(400)
    .exactOptional()
    .describe('so long after the end of a show its summary is recorded'),
});
export type TheaterPolicies = Readonly<z.output<typeof theaterPoliciesSchema>>;

const defaultPolicies = {
  holdTtlMs: 10 * minuteMs,
  holdCapMs: 20 * minuteMs,
  seatsPerHoldMax: 10,
  refunds: [
    { fromMsBefore: 24 * hourMs, percent: 95 },
    { fromMsBefore: 4 * hourMs, percent: 50 },
    { fromMsBefore: hourMs, percent: 25 },
  ],
  salesCloseAfterStartMs: 15 * minuteMs,
};

/** The rules for a showtime made now: the hall's, then the theater's, then the house's. */
export const policiesFor = (
  theater: TheaterPolicies | undefined,
  loneSeatRule: ShowtimePolicies['loneSeatRule'],
): { readonly policies: ShowtimePolicies; readonly salesCloseAfterStartMs: number } => {
  const {
    priceRules: _priceRules,
    gateOpensBeforeMs: _gate,
    budgets: _budgets,
    freshSignInAboveMinor: _fresh,
    queueAboveHoldsPerSecond: _queue,
    booksCloseAfterDays: _books,
    ...set
  } = theater ?? {};
  const { salesCloseAfterStartMs, ...rules } = { ...defaultPolicies, ...set };
  // A hold may always live as long as it is first given.
  const holdCapMs = Math.max(rules.holdCapMs, rules.holdTtlMs);
  return { policies: { ...rules, holdCapMs, loneSeatRule }, salesCloseAfterStartMs };
};

const gateOpensBeforeMsDefault = hourMs;

/** How long before the start of a show the theater's gate opens, in milliseconds. */
export const gateOpensBeforeMs = (theater: TheaterPolicies | undefined): number =>
  theater?.gateOpensBeforeMs ?? gateOpensBeforeMsDefault;

const freshSignInAboveMinorDefault = 50_000;

/** The largest refund, in minor units, that needs no fresh sign-in. */
export const freshSignInAboveMinor = (theater: TheaterPolicies | undefined): number =>
  theater?.freshSignInAboveMinor ?? freshSignInAboveMinorDefault;

/** The demand above which a showtime gets a queue; undefined when none opens by demand. */
export const queueAboveHoldsPerSecond = (theater: TheaterPolicies | undefined): number | undefined =>
  theater?.queueAboveHoldsPerSecond;

const booksCloseAfterDaysDefault = 30;

/** How long after the end of a show its books are closed, in milliseconds. */
export const booksCloseAfterMs = (theater: TheaterPolicies | undefined): number =>
  (theater?.booksCloseAfterDays ?? booksCloseAfterDaysDefault) * dayMs;
