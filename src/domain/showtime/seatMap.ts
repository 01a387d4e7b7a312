import type { Money } from '../kernel/money.ts';
import { pricesBySeatType } from '../pricing/price.ts';
import type { SeatType } from '../seating/seat.ts';
import type { ShowtimeEvent } from './events.ts';
import { compactSeats } from './inventory/SeatInventory.ts';
import type { Showtime } from './ShowtimeState.ts';

export type SeatLetter = 'A' | 'H' | 'B' | 'X';
export type SeatChange = readonly [seatId: string, letter: SeatLetter];

/** Columns in layout order, all of one length. */
export interface SeatDrawing {
  readonly ids: readonly string[];
  readonly rows: readonly string[];
  readonly numbers: readonly number[];
  readonly types: readonly SeatType[];
}

/** Shown to everyone: no holder, booking or expiry is in it. */
export interface SeatMap {
  readonly showtimeId: string;
  /** Of the showtime's stream: which of its events the map has in it. */
  readonly revision: number;
  readonly hallId: string;
  readonly layoutVersion: number;
  readonly drawing: SeatDrawing;
  /** What an adult pays, by seat type. */
  readonly prices: Readonly<Partial<Record<SeatType, Money>>>;
  /** One {@link SeatLetter} per seat in layout order. */
  readonly status: string;
}

/** From the map at revision `after` to that at `revision`; the last letter of a seat counts. */
export interface SeatMapChange {
  readonly showtimeId: string;
  readonly after: number;
  readonly revision: number;
  readonly changes: readonly SeatChange[];
}

export const seatMapOf = (showtime: Showtime, revision: number): SeatMap => {
  const { facts, inventory } = showtime;
  const { plan } = inventory;
  return {
    showtimeId: facts.showtimeId,
    revision,
    hallId: facts.hallId,
    layoutVersion: facts.layoutVersion,
    drawing: { ids: plan.ids, rows: plan.rows, numbers: [...plan.numbers], types: plan.types },
    prices: pricesBySeatType(facts.priceTerms, plan.types),
    status: compactSeats(inventory),
  };
};

/** Up to so many changed seats are looked for one by one; beyond, an index is made first. */
const lookedForMax = 16;

const placesIn = ({ ids }: SeatDrawing, changes: number): ((seatId: string) => number) => {
  if (changes <= lookedForMax) return (seatId) => ids.indexOf(seatId);
  const places = new Map(ids.map((id, place) => [id, place]));
  return (seatId) => places.get(seatId) ?? -1;
};

/**
 * The map after the change. `known` when the map has it already, `gap` when something before it is missing or it
 * names a seat that the map does not have: such a map must be rebuilt.
 */
export const applySeatMapChange = (map: SeatMap, change: SeatMapChange): SeatMap | 'known' | 'gap' => {
  if (change.revision <= map.revision) return 'known';
  if (change.after !== map.revision) return 'gap';
  if (change.changes.length === 0) return { ...map, revision: change.revision };
  const letters = [...map.status];
  const placeOf = placesIn(map.drawing, change.changes.length);
  for (const [seatId, letter] of change.changes) {
    const place = placeOf(seatId);
    if (place === -1) return 'gap';
    letters[place] = letter;
  }
  return { ...map, revision: change.revision, status: letters.join('') };
};

const to = (letter: SeatLetter, seatIds: readonly string[]): readonly SeatChange[] =>
  seatIds.map((seatId) => [seatId, letter]);

/** Which seats an event changes; `redrawn` when more of the map than letters is another. */
export const seatChangesOf = (event: ShowtimeEvent): readonly SeatChange[] | 'redrawn' => {
  switch (event.type) {
    case 'ShowtimeScheduled':
    case 'ShowtimeMovedToLayout':
    case 'PricingChanged':
      return 'redrawn';
    case 'SalesOpened':
    case 'SalesClosed':
    case 'ShowtimeCancelled':
    case 'HoldExtended':
      return [];
    case 'SeatsHeld':
      return to(
        'H',
        event.data.seats.map(({ id }) => id),
      );
    case 'HoldSwapped':
      return [
        ...to('A', event.data.released),
        ...to(
          'H',
          event.data.added.map(({ id }) => id),
        ),
      ];
    case 'SeatsBooked':
      return to('B', event.data.seatIds);
    case 'SeatsBlocked':
      return to('X', event.data.seatIds);
    case 'HoldReleased':
    case 'HoldExpired':
    case 'SeatsReturned':
    case 'SeatsUnblocked':
      return to('A', event.data.seatIds);
  }
};
