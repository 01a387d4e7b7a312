import { Set as PersistentSet } from 'immutable';
import { z } from 'zod';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { seatSchema } from '../../domain/seating/seat.ts';
import { countAvailable, unitsOf } from '../../domain/seating/units.ts';
import { showtimeEvents, showtimeFactsSchema } from '../../domain/showtime/events.ts';
import { readingAs, readingOnly } from '../engine/readingOnly.ts';
import type { ShowtimeStanding } from './ShowtimeStanding.ts';

/** Checking each seat whole would be most of the work. */
const { type, unitId } = seatSchema.shape;
const drawnSeats = z.array(z.object({ id: z.string(), type, unitId })).min(1);

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

/** What there is to sell in a showtime, and how much of it is taken. */
export interface SeatsFold extends Pick<ShowtimeStanding, 'totalSeats'> {
  /** Ids of seats that are sold together. */
  readonly units: readonly (readonly string[])[];
  /** Ids of held, booked and blocked seats. Persistent. */
  readonly taken: PersistentSet<string>;
}

/** What a showtime's events make of it, from which its standing follows. */
export type StandingFold = Omit<ShowtimeStanding, 'availableSeats'> & SeatsFold;

export const availableIn = ({ totalSeats: total, units, taken }: SeatsFold): number =>
  countAvailable({ total, taken: taken.size, units, isTaken: (seatId) => taken.has(seatId) });

export const standingOfFold = (fold: StandingFold): ShowtimeStanding => {
  const { units: _units, taken: _taken, ...standing } = fold;
  return { ...standing, availableSeats: availableIn(fold) };
};

const edited = (standing: StandingFold, change: Partial<StandingFold>): StandingFold => ({
  ...standing,
  ...change,
  version: standing.version + 1,
});

interface Change {
  readonly freed?: readonly string[];
  readonly taken?: readonly string[];
}

const changed = (seats: SeatsFold, { freed = [], taken = [] }: Change): SeatsFold => ({
  ...seats,
  // Not `subtract` and `union`, which go through the whole set for each event.
  taken: seats.taken.withMutations((all) => {
    for (const seatId of freed) all.delete(seatId);
    for (const seatId of taken) all.add(seatId);
  }),
});

/** Nearly all events: they change which seats are taken, and nothing else. */
export type SeatEvent = Exclude<
  StandingEvent,
  {
    readonly type:
      | 'ShowtimeScheduled'
      | 'ShowtimeMovedToLayout'
      | 'SalesOpened'
      | 'SalesClosed'
      | 'ShowtimeCancelled'
      | 'PricingChanged';
  }
>;

const editTypes: ReadonlySet<string> = new Set<Exclude<StandingEvent, SeatEvent>['type']>([
  'ShowtimeScheduled',
  'ShowtimeMovedToLayout',
  'SalesOpened',
  'SalesClosed',
  'ShowtimeCancelled',
  'PricingChanged',
]);
export const isSeatEvent = <Event extends StandingEvent>(event: Event): event is Event & SeatEvent =>
  !editTypes.has(event.type);

export const evolveSeats = (seats: SeatsFold, event: SeatEvent): SeatsFold => {
  switch (event.type) {
    case 'SeatsHeld':
      return changed(seats, { taken: idsOf(event.data.seats) });
    case 'HoldSwapped':
      return changed(seats, { freed: event.data.released, taken: idsOf(event.data.added) });
    case 'SeatsBlocked':
      return changed(seats, { taken: event.data.seatIds });
    case 'HoldReleased':
    case 'HoldExpired':
    case 'SeatsReturned':
    case 'SeatsUnblocked':
      return changed(seats, { freed: event.data.seatIds });
  }
};

const drawnAs = (seats: z.output<typeof drawnSeats>) => ({
  seatTypes: [...new Set(seats.map(({ type }) => type))],
  totalSeats: seats.length,
  units: unitsOf(seats.map(({ id, unitId }) => ({ seat: id, unitId }))),
});

const idsOf = (seats: readonly { readonly id: string }[]): readonly string[] => seats.map(({ id }) => id);

/** Throws for an event that cannot come first; the runner then parks the stream. */
export const evolveStanding = (standing: StandingFold | undefined, event: StandingEvent): StandingFold => {
  if (event.type === 'ShowtimeScheduled') {
    const { seats, ...facts } = event.data;
    return { facts, status: 'scheduled', version: 1, ...drawnAs(seats), taken: PersistentSet() };
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
      return edited(standing, { facts, ...drawnAs(seats) });
    }
    default:
      return { ...standing, ...evolveSeats(standing, event) };
  }
};
