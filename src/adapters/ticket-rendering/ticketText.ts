import { DateTime } from 'luxon';
import { minorDigitsOf } from '../../domain/kernel/currencies.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { Ticket, TicketSeat } from '../../domain/ticket/Ticket.ts';

export interface SeatText {
  readonly row: string;
  readonly number: string;
  /** Such as `Premium`; empty for a regular seat. */
  readonly type: string;
  /** Such as `Adult`. */
  readonly ticketType: string;
}

/** A ticket as text that is ready to print. */
export interface TicketText {
  readonly reference: string;
  /** What the QR code holds. */
  readonly code: string;
  readonly movieTitle: string;
  readonly rating?: string;
  readonly theaterName: string;
  readonly hallName: string;
  /** Local time of the start, such as `19:30`. */
  readonly startsAtLocal: string;
  /** Local date of the start, such as `Fri 21 Nov 2026`. */
  readonly dateText: string;
  readonly format: string;
  readonly language: string;
  readonly seats: readonly SeatText[];
  /** Such as `US$37.50`. */
  readonly total: string;
  readonly customerName?: string;
}

const locale = 'en-GB';

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Languages stand in the catalog as codes or as words. */
const languageText = (language: string): string => {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) return language;
  return new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(language) ?? language;
};

/** The decimals are ISO 4217's: those of Intl are meant for display, differ for 16 currencies and change with Node. */
const moneyText = ({ amount, currency }: Money): string => {
  const digits = minorDigitsOf(currency);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction }).format(
    amount / 10 ** digits,
  );
};

const seatText = ({ row, number, type, ticketType }: TicketSeat): SeatText => ({
  row,
  number,
  type: type === 'regular' ? '' : capitalised(type),
  ticketType: capitalised(ticketType),
});

export const ticketText = ({ startsAt, timeZone, language, seats, total, ...same }: Ticket): TicketText => {
  const start = DateTime.fromISO(startsAt, { zone: timeZone }).setLocale(locale);
  return {
    ...same,
    startsAtLocal: start.toFormat('HH:mm'),
    dateText: start.toFormat('ccc d LLL yyyy'),
    language: languageText(language),
    seats: seats.map(seatText),
    total: moneyText(total),
  };
};
