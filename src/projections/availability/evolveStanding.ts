import { z } from 'zod';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { seatSchema } from '../../domain/seating/seat.ts';
import { showtimeEvents, showtimeFactsSchema } from '../../domain/showtime/events.ts';
import { readingAs, readingOnly } from '../engine/readingOnly.ts';
import type { ShowtimeStanding } from './ShowtimeStanding.ts';

/** Only the types of seats are read: checking each seat whole is most of the work. */
const drawnSeats = z.array(z.object({ type: seatSchema.shape.type })).min(1);

const ShowtimeScheduled = readingAs(
  showtimeEvents.ShowtimeScheduled,
  z.object({ ...showtimeFactsSchema.shape, seats: drawnSeats }),
);
const ShowtimeMovedToLayout = readingAs(
  showtimeEvents.ShowtimeMovedToLayout,
  z.object({ layoutVersion: z.int(), seats: drawnSeats }),
);

const { SalesOpened, SalesClosed, ShowtimeCancelled, PricingChanged } = showtimeEvents;

export const standingDefinitions = {
  ShowtimeScheduled,
  ShowtimeMovedToLayout,
  SalesOpened,
  SalesClosed,
  ShowtimeCancelled,
  PricingChanged,
  SeatsHeld: readingOnly(showtimeEvents.SeatsHeld, 'seats'),
  HoldSwapped: readingOnly(showtimeEvents.HoldSwapped, 'released', 'added'),
  HoldReleased: readingOnly(showtimeEvents.HoldReleased, 'seatIds'),
  HoldExpired: readingOnly(showtimeEvents.HoldExpired, 'seatIds'),
  SeatsReturned: readingOnly(showtimeEvents.SeatsReturned, 'seatIds'),
  SeatsBlocked: readingOnly(showtimeEvents.SeatsBlocked, 'seatIds'),
  SeatsUnblocked: readingOnly(showtimeEvents.SeatsUnblocked, 'seatIds'),
} as const;
export type StandingEvent = EventOf<(typeof standingDefinitions)[keyof typeof standingDefinitions]>;

const edited = (standing: ShowtimeStanding, change: Partial<ShowtimeStanding>): ShowtimeStanding => ({
  ...standing,
  ...change,
  version: standing.version + 1,
});

const taken = (standing: ShowtimeStanding, more: number): ShowtimeStanding => ({
  ...standing,
  takenSeats: standing.takenSeats + more,
});

const typesIn = (seats: z.output<typeof drawnSeats>): ShowtimeStanding['seatTypes'] => [
  ...new Set(seats.map(({ type }) => type)),
];

/** Throws for an event that cannot come first; the runner then parks the stream. */
export const evolveStanding = (
  standing: ShowtimeStanding | undefined,
  event: StandingEvent,
): ShowtimeStanding => {
  if (event.type === 'ShowtimeScheduled') {
    const { seats, ...facts } = event.data;
    const seatTypes = typesIn(seats);
    return { facts, status: 'scheduled', version: 1, seatTypes, totalSeats: seats.length, takenSeats: 0 };
  }
  if (standing === undefined) throw new Error(`${event.type} before ShowtimeScheduled`);
  switch (event.type) {
    case 'SalesOpened':
      // The first opening is part of scheduling; a later one is an edit.
      return standing.status === 'closed'
        ? edited(standing, { status: 'on-sale' })
        : { ...standing, status: 'on-sale' };
    case 'SalesClosed':
      return edited(standing, { status: 'closed' });
    case 'ShowtimeCancelled':
      return edited(standing, { status: 'cancelled', cancelledWhy: event.data.reason });
    case 'PricingChanged':
      return edited(standing, { facts: { ...standing.facts, priceTerms: event.data.priceTerms } });
    case 'ShowtimeMovedToLayout': {
      // A move keeps every taken seat.
      const { layoutVersion, seats } = event.data;
      const facts = { ...standing.facts, layoutVersion };
      return edited(standing, { facts, seatTypes: typesIn(seats), totalSeats: seats.length });
    }
    case 'SeatsHeld':
      return taken(standing, event.data.seats.length);
    case 'HoldSwapped':
      return taken(standing, event.data.added.length - event.data.released.length);
    case 'SeatsBlocked':
      return taken(standing, event.data.seatIds.length);
    case 'HoldReleased':
    case 'HoldExpired':
    case 'SeatsReturned':
    case 'SeatsUnblocked':
      return taken(standing, -event.data.seatIds.length);
  }
};
