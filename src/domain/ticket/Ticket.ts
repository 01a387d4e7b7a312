import type { Money } from '../kernel/money.ts';
import type { TicketType } from '../pricing/terms.ts';
import { type DrawnSeat, labelOf, rowLabelOf, type SeatType } from '../seating/seat.ts';
import type { HeldSeat } from '../showtime/events.ts';

export interface TicketSeat {
  /** Empty for a seat that the layout no longer draws. */
  readonly row: string;
  readonly number: string;
  readonly type: SeatType;
  readonly ticketType: TicketType;
}

/** What a ticket says, before it is put into words. */
export interface Ticket {
  readonly reference: string;
  /** What the QR code holds. */
  readonly code: string;
  readonly movieTitle: string;
  readonly rating?: string;
  readonly theaterName: string;
  readonly hallName: string;
  /** ISO 8601 UTC, and the theater's own zone as the showtime has it. */
  readonly startsAt: string;
  readonly timeZone: string;
  readonly format: string;
  readonly language: string;
  readonly seats: readonly TicketSeat[];
  /** What is paid for these seats. */
  readonly total: Money;
  /** Absent when the person was erased. */
  readonly customerName?: string;
}

interface PrintedSeat {
  readonly seat: HeldSeat;
  readonly row: string;
  readonly number: string;
}

/** Row and number as they are printed, in the order of the layout; no row and the id for a seat that it does not draw. */
export const printedSeats = (
  held: readonly HeldSeat[],
  layout: readonly DrawnSeat[],
): readonly PrintedSeat[] => {
  const ids = new Set(held.map(({ id }) => id));
  const places = new Map<string, number>();
  const zones = new Map<string, Set<string | undefined>>();
  for (const [place, seat] of layout.entries()) {
    if (!ids.has(seat.id)) continue;
    places.set(seat.id, place);
    zones.set(rowLabelOf(seat), new Set());
  }
  for (const seat of layout) zones.get(rowLabelOf(seat))?.add(seat.zone);
  /** With its zone where another zone has a row of the same name. */
  const rowText = (seat: DrawnSeat): string => {
    const label = rowLabelOf(seat);
    return seat.zone === undefined || (zones.get(label)?.size ?? 1) < 2 ? label : `${seat.zone} ${label}`;
  };
  const placeOf = ({ id }: HeldSeat): number => places.get(id) ?? layout.length;
  return held
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((seat) => {
      const drawn = layout[placeOf(seat)];
      const printed =
        drawn === undefined ? { row: '', number: seat.id } : { row: rowText(drawn), number: labelOf(drawn) };
      return { seat, ...printed };
    });
};

/** The seats of a booking as its ticket lists them: in the order of the layout that they were sold on. */
export const ticketSeats = (held: readonly HeldSeat[], layout: readonly DrawnSeat[]): readonly TicketSeat[] =>
  printedSeats(held, layout).map(({ seat: { type, ticketType }, row, number }) => ({
    row,
    number,
    type,
    ticketType,
  }));
