import { z } from 'zod';

export const budgetNames = [
  'open-holds',
  'seats-held',
  'seat-minutes',
  'share',
  'payments',
  'mails',
  'streams',
  'tickets',
  'queue-entries',
  'writes',
] as const;
export type BudgetName = (typeof budgetNames)[number];

const count = (max: number) => z.int().min(1).max(max).exactOptional();

/** What one caller or address may use up at a theater; everything left out is as in {@link defaultBudgets}. */
export const budgetPoliciesSchema = z.strictObject({
  openHoldsMax: count(1_000).describe('unpaid holds of one caller'),
  seatsHeldMax: count(10_000).describe('seats in unpaid holds of one caller'),
  seatMinutesMax: count(1_000_000).describe('seats times minutes held, per caller, showtime and hour'),
  sharePercent: count(100).describe('of the seats not yet sold, in unpaid holds of one caller or address'),
  paymentAttemptsMax: count(1_000).describe('attempts to pay of one caller in an hour'),
  declinedPaymentsMax: count(10_000).describe('of one address in an hour, those under way included'),
  declinedPerCardMax: z
    .int()
    .min(3)
    .max(1_000)
    .exactOptional()
    .describe('declined payments of one card in an hour'),
  purchaseSeatsMax: count(1_000).describe('seats bought by one customer for one showtime'),
  ticketsDrawnMax: count(10_000).describe(
    'tickets drawn for one caller in an hour; five times as many for one address',
  ),
  streamsMax: count(10_000).describe('live streams and long polls of one caller on one node, at a time'),
  queueEntriesMax: count(1_000_000).describe('entries of one address in a queue'),
  writesPerHourMax: count(100_000).describe(
    'holds made, changed or extended by one caller for one showtime in an hour; twenty times as many by one address',
  ),
});

export type Budgets = Readonly<Required<z.output<typeof budgetPoliciesSchema>>>;

const defaultBudgets: Budgets = {
  openHoldsMax: 4,
  seatsHeldMax: 20,
  /** As many seats as may be held, twice as long as a hold is first given. */
  seatMinutesMax: 400,
  sharePercent: 25,
  paymentAttemptsMax: 10,
  declinedPaymentsMax: 20,
  declinedPerCardMax: 5,
  purchaseSeatsMax: 20,
  ticketsDrawnMax: 60,
  streamsMax: 20,
  /** A campus or a mobile carrier is one address. */
  queueEntriesMax: 500,
  writesPerHourMax: 120,
};

export const budgetsFor = (
  theater: { readonly budgets?: z.output<typeof budgetPoliciesSchema> } | undefined,
): Budgets => (theater?.budgets === undefined ? defaultBudgets : { ...defaultBudgets, ...theater.budgets });
