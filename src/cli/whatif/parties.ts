import type { TicketType } from '../../domain/pricing/terms.ts';
import type { SeatType } from '../../domain/seating/seat.ts';
import type { SeatSelection } from '../../domain/showtime/commands.ts';
import type { HeldSeat } from '../../domain/showtime/events.ts';
import { anySeatsFor } from '../onsale/lostGuests.ts';
import type { RefusedGuest } from '../onsale/refusals.ts';

/** What a guest wants. */
export interface Party {
  readonly size: number;
  /** Absent: of any type. */
  readonly seatType?: SeatType;
  readonly ticketTypes: readonly TicketType[];
  /** Asked for first. */
  readonly named?: SeatSelection;
}

export const partyOfSeats = (seats: readonly HeldSeat[]): Party => {
  const [type, ...others] = new Set(seats.map((seat) => seat.type));
  return {
    size: seats.length,
    ...(type === undefined || others.length > 0 ? {} : { seatType: type }),
    ticketTypes: seats.map(({ ticketType }) => ticketType),
    named: namedSeats(seats),
  };
};

export const namedSeats = (seats: readonly HeldSeat[]): Extract<SeatSelection, { kind: 'named' }> => ({
  kind: 'named',
  seatIds: seats.map(({ id }) => id),
  ticketTypes: Object.fromEntries(seats.map(({ id, ticketType }) => [id, ticketType])),
});

export const partyOfRefused = (guest: RefusedGuest): Party => {
  const wanted = anySeatsFor(guest);
  const seatType = wanted.kind === 'best-available' ? wanted.seatType : undefined;
  return { size: guest.party, ...(seatType === undefined ? {} : { seatType }), ticketTypes: [] };
};

/** The best seats for a party, or for as many of it. */
export const bestFor = (
  { seatType, ticketTypes }: Party,
  count: number,
): Extract<SeatSelection, { kind: 'best-available' }> => ({
  kind: 'best-available',
  count,
  ...(seatType === undefined ? {} : { seatType }),
  ticketTypes: ticketTypes.slice(0, count),
});
