import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { dateSchema, idSchema, instantSchema, seatIdSchema } from '../kernel/ids.ts';
import { currencySchema, moneySchema } from '../kernel/money.ts';
import { hideReason, sealedTextSchema } from '../kernel/sealedText.ts';
import { showtimePoliciesSchema } from '../policies/policies.ts';
import { priceTermsSchema, ticketTypeSchema } from '../pricing/terms.ts';
import { focalPointSchema, seatingLimits, seatSchema, seatTypeSchema } from '../seating/seat.ts';

const seatIds = z.array(seatIdSchema).min(1).max(seatingLimits.seatsPerHallMax);
const reason = sealedTextSchema.describe('in the words of staff');

export const heldSeatSchema = z.strictObject({
  id: seatIdSchema,
  type: seatTypeSchema,
  ticketType: ticketTypeSchema,
  price: moneySchema,
});
export type HeldSeat = Readonly<z.output<typeof heldSeatSchema>>;
const heldSeats = z.array(heldSeatSchema).min(1).max(100);

/** Of the caller who made a hold by their turn in a waiting room. */
export const admissionSchema = z.strictObject({ queueId: idSchema, entryId: idSchema });
export type Admission = Readonly<z.output<typeof admissionSchema>>;

export const attachedQueueSchema = z.strictObject({ queueId: idSchema, saleStartsAt: instantSchema });
export type AttachedQueue = Readonly<z.output<typeof attachedQueueSchema>>;

/** What is fixed about a showtime, apart from the drawing of its hall. */
export const showtimeFactsSchema = z.strictObject({
  showtimeId: idSchema,
  movieId: idSchema,
  theaterId: idSchema,
  hallId: idSchema,
  layoutVersion: z.int().min(1),
  startsAt: instantSchema,
  endsAt: instantSchema,
  salesCloseAt: instantSchema,
  businessDate: dateSchema,
  timeZone: z.string(),
  format: z.string().max(32),
  language: z.string().max(35),
  priceTerms: priceTermsSchema,
  policies: showtimePoliciesSchema,
});

/** Seats of one type, ticket type and price. */
const soldLineSchema = z.strictObject({
  seatType: seatTypeSchema,
  ticketType: ticketTypeSchema,
  price: moneySchema,
  seats: z.int().min(1),
});

export const showtimeSummarySchema = z.strictObject({
  isCancelled: z.boolean(),
  layoutVersion: z.int().min(1),
  seats: z.int().min(1),
  booked: z.int().min(0),
  blocked: z.int().min(0),
  sold: z.array(soldLineSchema).max(seatingLimits.seatsPerHallMax),
  /** The sum of the booked seats' prices: discounts are of bookings, not of seats. */
  total: z.strictObject({ amount: z.int().min(0).describe('minor units'), currency: currencySchema }),
});
export type ShowtimeSummary = Readonly<z.output<typeof showtimeSummarySchema>>;

/** Names and fields are a contract with readers of the log: fields may be added, none is removed. */
export const showtimeEvents = {
  ShowtimeScheduled: defineEvent(
    'ShowtimeScheduled',
    'A movie will be shown in a hall at an instant. Freezes the layout, price terms and policies.',
    z.strictObject({
      ...showtimeFactsSchema.shape,
      focalPoint: focalPointSchema,
      seats: z.array(seatSchema).min(1).max(seatingLimits.seatsPerHallMax),
    }),
  ),
  SalesOpened: defineEvent('SalesOpened', 'Seats may be held from now on.', z.strictObject({})),
  SalesClosed: defineEvent('SalesClosed', 'Staff ended sales before the window did.', z.strictObject({})),
  ShowtimeCancelled: defineEvent(
    'ShowtimeCancelled',
    'The show will not take place; no seat can be held or booked any more.',
    z.strictObject({ reason }),
    [hideReason],
  ),
  PricingChanged: defineEvent(
    'PricingChanged',
    'New price terms for holds made from now on; existing holds keep theirs.',
    z.strictObject({ priceTerms: priceTermsSchema }),
  ),
  ShowtimeMovedToLayout: defineEvent(
    'ShowtimeMovedToLayout',
    'The showtime uses a newer layout version of its hall. No held, booked or blocked seat vanished.',
    z.strictObject({
      layoutVersion: z.int().min(1),
      focalPoint: focalPointSchema,
      seats: z.array(seatSchema).min(1).max(seatingLimits.seatsPerHallMax),
    }),
  ),
  QueueAttached: defineEvent(
    'QueueAttached',
    'Only callers whom this waiting room admits hold seats from now on.',
    attachedQueueSchema,
  ),
  QueueDetached: defineEvent(
    'QueueDetached',
    'Seats are held without a waiting room again.',
    z.strictObject({ queueId: idSchema }),
  ),
  SeatsHeld: defineEvent(
    'SeatsHeld',
    'A customer claimed seats until expiresAt, at prices that are frozen here.',
    z.strictObject({
      holdId: idSchema,
      bookingId: idSchema,
      seats: heldSeats,
      total: moneySchema,
      expiresAt: instantSchema,
      /** Seats that the lone-seat rule warned about. */
      loneSeats: z.array(seatIdSchema).max(100),
      admission: admissionSchema.exactOptional(),
    }),
  ),
  HoldExtended: defineEvent(
    'HoldExtended',
    'A hold lives longer.',
    z.strictObject({ holdId: idSchema, expiresAt: instantSchema }),
  ),
  HoldSwapped: defineEvent(
    'HoldSwapped',
    'A hold gave up seats and took others in one step.',
    z.strictObject({
      holdId: idSchema,
      released: z.array(seatIdSchema).max(100),
      added: z.array(heldSeatSchema).max(100),
      total: moneySchema,
      loneSeats: z.array(seatIdSchema).max(100),
    }),
  ),
  HoldReleased: defineEvent(
    'HoldReleased',
    'The customer gave the hold back.',
    z.strictObject({ holdId: idSchema, seatIds }),
  ),
  HoldExpired: defineEvent(
    'HoldExpired',
    'A hold ran out: recorded by the sweeper or together with the next hold of its seats.',
    z.strictObject({ holdId: idSchema, seatIds }),
  ),
  SeatsBooked: defineEvent(
    'SeatsBooked',
    'The seats of a hold were sold.',
    z.strictObject({
      holdId: idSchema,
      bookingId: idSchema,
      seatIds,
      admission: admissionSchema.exactOptional().describe('that of the hold'),
    }),
  ),
  SeatsReturned: defineEvent(
    'SeatsReturned',
    'Sold seats came back on sale.',
    z.strictObject({ bookingId: idSchema, seatIds }),
  ),
  SeatsBlocked: defineEvent(
    'SeatsBlocked',
    'Staff withdrew seats from sale.',
    z.strictObject({ seatIds, reason }),
    [hideReason],
  ),
  SeatsUnblocked: defineEvent(
    'SeatsUnblocked',
    'Staff put blocked seats back on sale.',
    z.strictObject({ seatIds }),
  ),
  ShowtimeSummarized: defineEvent(
    'ShowtimeSummarized',
    'The books of a show that ended some days ago were closed: what it sold. When seats change later, another summary follows.',
    showtimeSummarySchema,
  ),
} as const;

export type ShowtimeEvent = EventOf<(typeof showtimeEvents)[keyof typeof showtimeEvents]>;
