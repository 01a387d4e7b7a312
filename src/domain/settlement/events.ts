import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { dateSchema, idSchema } from '../kernel/ids.ts';
import { currencySchema } from '../kernel/money.ts';

export const settlementLimits = { linesMax: 1_000, leftOutMax: 1_000 } as const;

const count = z.int().min(0);
const minor = z.int().describe('minor units');
const position = z.string().regex(/^\d{20}$/, 'a position of the log');

/** A movie of one theater and business date. */
export const settlementLineSchema = z.strictObject({
  movieId: idSchema,
  currency: currencySchema,
  showtimes: count.describe('that were not cancelled'),
  bookings: count,
  seats: count.describe('that were paid for'),
  seatsReturned: count.describe('of cancelled bookings'),
  gross: minor,
  refunds: minor,
  net: minor.describe('gross less refunds'),
  terms: z
    .strictObject({
      distributor: z.string().min(1),
      week: z.int().min(1),
      shareBp: z.int().min(0).max(10_000),
    })
    .exactOptional()
    .describe('absent while none are agreed'),
  share: minor.describe("the distributor's"),
});
export type SettlementLine = Readonly<z.output<typeof settlementLineSchema>>;

const leftOutSchema = z.strictObject({ stream: z.string().min(1).max(256), position });
export type LeftOut = Readonly<z.output<typeof leftOutSchema>>;

export const settlementEvents = {
  SettlementIssued: defineEvent(
    'SettlementIssued',
    "The statement of a theater's business date: what its shows took up to a position. A later number replaces it.",
    z.strictObject({
      theaterId: idSchema,
      businessDate: dateSchema,
      number: z.int().min(1),
      upTo: position,
      since: position.exactOptional().describe('that of the statement before'),
      lines: z.array(settlementLineSchema).max(settlementLimits.linesMax),
      leftOut: z
        .array(leftOutSchema)
        .min(1)
        .max(settlementLimits.leftOutMax)
        .exactOptional()
        .describe(
          'streams that the ledger had parked: their events from these positions on are not in the lines',
        ),
    }),
  ),
} as const;

export type SettlementEvent = EventOf<(typeof settlementEvents)[keyof typeof settlementEvents]>;
export type Settlement = SettlementEvent['data'];
