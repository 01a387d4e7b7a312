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

/** Names what makes a map and changes it; moves with both, so that maps kept by another program are not shown. */
export const seatMapMadeBy = 'seat-map-1';

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

/** Up to so many changed seats are patched in the text one by one; beyond, an index and a list of letters cost less. */
const patchedMax = 16;

/** Undefined when the map does not have one of the seats. */
const patched = (
  { status, drawing: { ids } }: SeatMap,
  changes: readonly SeatChange[],
): string | undefined => {
  let text = status;
  for (const [seatId, letter] of changes) {
    const place = ids.indexOf(seatId);
    if (place === -1) return undefined;
    text = `${text.slice(0, place)}${letter}${text.slice(place + 1)}`;
  }
  return text;
};

const rewritten = ({ status, drawing }: SeatMap, changes: readonly SeatChange[]): string | undefined => {
  const letters = [...status];
  const places = new Map(drawing.ids.map((id, place) => [id, place]));
  for (const [seatId, letter] of changes) {
    const place = places.get(seatId);
    if (place === undefined) return undefined;
    letters[place] = letter;
  }
  return letters.join('');
};

/**
 * The map after the change. `known` when the map has it already, `gap` when something before it is missing or it
 * names a seat that the map does not have: such a map must be rebuilt.
 */
export const applySeatMapChange = (map: SeatMap, change: SeatMapChange): SeatMap | 'known' | 'gap' => {
  const { after, revision, changes } = change;
  if (revision <= map.revision) return 'known';
  if (after !== map.revision) return 'gap';
  const status = changes.length <= patchedMax ? patched(map, changes) : rewritten(map, changes);
  return status === undefined ? 'gap' : { ...map, revision, status };
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
    case 'QueueAttached':
    case 'QueueDetached':
    case 'ShowtimeSummarized':
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
