import type { HeldSeat, ShowtimeEvent } from '../../domain/showtime/events.ts';

export const losses = [
  'no seats left',
  'party too large',
  'seats not allowed',
  'not on sale',
  'hold ran out',
  'price too high',
] as const;
export type Loss = (typeof losses)[number];

export interface CurvePoint {
  readonly atMs: number;
  readonly sold: number;
  readonly refused: number;
}

/** What came of a sale. */
export interface Outcome {
  readonly capacity: number;
  readonly seatsSold: number;
  readonly bookings: number;
  readonly revenueMinor: number;
  readonly holdsRunOut: number;
  readonly soldOutAtMs: number | undefined;
  readonly lost: ReadonlyMap<Loss, number>;
  readonly seatsLost: number;
  readonly curve: readonly CurvePoint[];
}

export interface Tally {
  apply(event: ShowtimeEvent, atMs: number): void;
  refused(loss: Loss, party: number, atMs: number): void;
  outcome(): Outcome;
}

export const createTally = (): Tally => {
  const held = new Map<string, readonly HeldSeat[]>();
  const prices = new Map<string, number>();
  const lost = new Map<Loss, number>();
  const curve: CurvePoint[] = [];
  const bookings = new Set<string>();
  let [capacity, blocked, revenueMinor, holdsRunOut, seatsLost, guestsLost] = [0, 0, 0, 0, 0, 0];
  let soldOutAtMs: number | undefined;

  const mark = (atMs: number): void => {
    curve.push({ atMs, sold: prices.size, refused: guestsLost });
    if (prices.size > 0 && prices.size + blocked >= capacity) soldOutAtMs ??= atMs;
  };
  const book = (holdId: string, bookingId: string): void => {
    for (const { id, price } of held.get(holdId) ?? []) {
      prices.set(id, price.amount);
      revenueMinor += price.amount;
    }
    held.delete(holdId);
    bookings.add(bookingId);
  };
  const giveBack = (seatIds: readonly string[]): void => {
    for (const id of seatIds) {
      revenueMinor -= prices.get(id) ?? 0;
      prices.delete(id);
    }
  };

  return {
    apply: (event, atMs) => {
      switch (event.type) {
        case 'ShowtimeScheduled':
        case 'ShowtimeMovedToLayout':
          capacity = event.data.seats.length;
          return;
        case 'SeatsHeld':
          held.set(event.data.holdId, event.data.seats);
          return;
        case 'HoldSwapped': {
          const { holdId, released, added } = event.data;
          const kept = (held.get(holdId) ?? []).filter(({ id }) => !released.includes(id));
          held.set(holdId, [...kept, ...added]);
          return;
        }
        case 'HoldExpired':
          holdsRunOut += 1;
          held.delete(event.data.holdId);
          return;
        case 'HoldReleased':
          held.delete(event.data.holdId);
          return;
        case 'SeatsBooked':
          book(event.data.holdId, event.data.bookingId);
          return void mark(atMs);
        case 'SeatsReturned':
          giveBack(event.data.seatIds);
          return void mark(atMs);
        case 'SeatsBlocked':
          blocked += event.data.seatIds.length;
          return void mark(atMs);
        case 'SeatsUnblocked':
          blocked -= event.data.seatIds.length;
          return;
        case 'SalesOpened':
        case 'SalesClosed':
        case 'ShowtimeCancelled':
        case 'PricingChanged':
        case 'QueueAttached':
        case 'QueueDetached':
        case 'HoldExtended':
        case 'ShowtimeSummarized':
          return;
      }
    },
    refused: (loss, party, atMs) => {
      lost.set(loss, (lost.get(loss) ?? 0) + 1);
      guestsLost += 1;
      seatsLost += party;
      mark(atMs);
    },
    outcome: () => ({
      ...{ capacity, revenueMinor, holdsRunOut, seatsLost, soldOutAtMs, lost, curve },
      ...{ seatsSold: prices.size, bookings: bookings.size },
    }),
  };
};
