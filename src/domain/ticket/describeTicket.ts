/** Puts a booking into the words of its ticket: local date and time, seats by row and number, money as text. */
import { DateTime } from 'luxon';
import { type Money, moneyText } from '../kernel/money.ts';
import type { Seat } from '../seating/seat.ts';
import type { HeldSeat } from '../showtime/events.ts';
import type { TicketSeat, TicketView } from './TicketView.ts';

export interface TicketFacts {
  readonly reference: string;
  readonly code: string;
  readonly movie: { readonly title: string; readonly rating?: string };
  readonly theaterName: string;
  readonly hallName: string;
  /** ISO 8601 UTC, and the theater's own zone as the showtime has it. */
  readonly startsAt: string;
  readonly timeZone: string;
  readonly format: string;
  readonly language: string;
  /** Those that are still the customer's, and what is paid for them. */
  readonly seats: readonly HeldSeat[];
  readonly total: Money;
  /** The layout that the showtime was sold on. */
  readonly layoutSeats: readonly Seat[];
  /** Absent when the person was erased. */
  readonly customerName?: string;
}

const locale = 'en-GB';

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Languages stand in the catalog as codes or as words. */
const languageText = (language: string): string => {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) return language;
  return new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(language) ?? language;
};

const seatText = (held: HeldSeat, drawn: ReadonlyMap<string, Seat>): TicketSeat => {
  const seat = drawn.get(held.id);
  return {
    // A seat that its layout does not show cannot be; its id still leads to it.
    row: seat?.row ?? '',
    number: seat === undefined ? held.id : String(seat.number),
    type: held.type === 'regular' ? '' : capitalised(held.type),
    ticketType: capitalised(held.ticketType),
  };
};

/** Seats come in the order of the hall's layout. */
export const describeTicket = (facts: TicketFacts): TicketView => {
  const { reference, code, movie, theaterName, hallName, format, customerName } = facts;
  const start = DateTime.fromISO(facts.startsAt, { zone: facts.timeZone }).setLocale(locale);
  const drawn = new Map(facts.layoutSeats.map((seat) => [seat.id, seat]));
  const order = new Map(facts.layoutSeats.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: HeldSeat): number => order.get(id) ?? order.size;
  const seats = facts.seats.toSorted((one, other) => placeOf(one) - placeOf(other));
  return {
    reference,
    code,
    movieTitle: movie.title,
    ...(movie.rating === undefined ? {} : { rating: movie.rating }),
    theaterName,
    hallName,
    startsAtLocal: start.toFormat('HH:mm'),
    dateText: start.toFormat('ccc d LLL yyyy'),
    format,
    language: languageText(facts.language),
    seats: seats.map((seat) => seatText(seat, drawn)),
    total: moneyText(facts.total),
    ...(customerName === undefined ? {} : { customerName }),
  };
};
