import type { ShowtimeCommand } from '../../domain/showtime/commands.ts';
import type { HeldSeat, ShowtimeEvent } from '../../domain/showtime/events.ts';
import type { OnSale, SaleEvent } from './OnSale.ts';

/** What a guest did with a hold. */
export type Deed =
  | { readonly kind: 'extend' | 'keep' | 'release' | 'book' }
  | { readonly kind: 'swap'; readonly seats: readonly HeldSeat[] }
  | { readonly kind: 'return'; readonly seatIds: readonly string[] };

export type TimedDeed = Deed & { readonly atMs: number };

/** A guest who had seats in hand. */
export interface Visit {
  readonly atMs: number;
  readonly seats: readonly HeldSeat[];
  readonly deeds: readonly TimedDeed[];
}

/** What staff did. */
export interface HouseDeed {
  readonly atMs: number;
  readonly command: ShowtimeCommand;
}

export interface Visits {
  readonly visits: readonly Visit[];
  readonly house: readonly HouseDeed[];
}

interface OpenVisit extends Visit {
  readonly deeds: TimedDeed[];
  /** In hand now. */
  held: readonly HeldSeat[];
}

const swapped = (
  { held }: OpenVisit,
  { released, added }: Extract<ShowtimeEvent, { readonly type: 'HoldSwapped' }>['data'],
): readonly HeldSeat[] => [...held.filter(({ id }) => !released.includes(id)), ...added];

/** Waiting rooms and expiries are left out: the first are no rule of the house, the second follow from its rules. */
const houseCommand = (event: ShowtimeEvent): ShowtimeCommand | undefined => {
  switch (event.type) {
    case 'SalesOpened':
      return { type: 'OpenSales' };
    case 'SalesClosed':
      return { type: 'CloseSales' };
    case 'ShowtimeCancelled':
      return { type: 'CancelShowtime', why: event.data.reason };
    case 'PricingChanged': {
      const { base, seatTypeBp, ticketTypeBp } = event.data.priceTerms;
      return { type: 'ChangePricing', patch: { base, seatTypeBp, ticketTypeBp } };
    }
    case 'ShowtimeMovedToLayout':
      return { type: 'MoveToLayout', ...event.data };
    case 'SeatsBlocked':
      return { type: 'BlockSeats', seatIds: event.data.seatIds, why: event.data.reason };
    case 'SeatsUnblocked':
      return { type: 'UnblockSeats', seatIds: event.data.seatIds };
    case 'ShowtimeScheduled':
    case 'QueueAttached':
    case 'QueueDetached':
    case 'SeatsHeld':
    case 'HoldExtended':
    case 'HoldSwapped':
    case 'HoldReleased':
    case 'HoldExpired':
    case 'SeatsBooked':
    case 'SeatsReturned':
    case 'ShowtimeSummarized':
      return undefined;
  }
};

const deedOf = ({ event, bySystem }: SaleEvent, visit: OpenVisit): Deed | undefined => {
  switch (event.type) {
    case 'HoldExtended':
      return { kind: bySystem ? 'keep' : 'extend' };
    case 'HoldSwapped':
      visit.held = swapped(visit, event.data);
      return { kind: 'swap', seats: visit.held };
    case 'HoldReleased':
      return { kind: 'release' };
    case 'SeatsBooked':
      return { kind: 'book' };
    case 'SeatsReturned':
      return { kind: 'return', seatIds: event.data.seatIds };
    default:
      return undefined;
  }
};

/** A hold that was made again for a late payment belongs to the visit of the first. */
export const visitsOf = ({ events }: Pick<OnSale, 'events'>): Visits => {
  const visits: OpenVisit[] = [];
  const byHold = new Map<string, OpenVisit>();
  const byBooking = new Map<string, OpenVisit>();
  const house: HouseDeed[] = [];

  const visitOf = ({ data }: ShowtimeEvent): OpenVisit | undefined => {
    if ('holdId' in data) return byHold.get(data.holdId);
    return 'bookingId' in data ? byBooking.get(data.bookingId) : undefined;
  };
  for (const told of events) {
    const { atMs, event } = told;
    const command = houseCommand(event);
    if (command !== undefined) house.push({ atMs, command });
    if (event.type === 'SeatsHeld') {
      const { holdId, bookingId, seats } = event.data;
      const known = byBooking.get(bookingId);
      const visit = known ?? { atMs, seats, deeds: [], held: seats };
      if (known === undefined) visits.push(visit);
      byHold.set(holdId, visit);
      byBooking.set(bookingId, visit);
      continue;
    }
    const visit = visitOf(event);
    const deed = visit === undefined ? undefined : deedOf(told, visit);
    if (visit !== undefined && deed !== undefined) visit.deeds.push({ ...deed, atMs });
  }
  return { visits: visits.map(({ atMs, seats, deeds }) => ({ atMs, seats, deeds })), house };
};
