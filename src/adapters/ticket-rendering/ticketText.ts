import { DateTime } from 'luxon';
import { minorDigitsOf } from '../../domain/kernel/currencies.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { Ticket, TicketSeat } from '../../domain/ticket/Ticket.ts';

export interface SeatText {
  readonly row: string;
  readonly number: string;
  /** Such as `Premium`; empty for a regular seat. */
  readonly type: string;
  readonly ticketType: string;
}

export interface TicketText {
  readonly reference: string;
  readonly code: string;
  readonly movieTitle: string;
  readonly rating?: string;
  readonly theaterName: string;
  readonly hallName: string;
  readonly startsAtLocal: string;
  readonly dateText: string;
  readonly format: string;
  readonly language: string;
  readonly seats: readonly SeatText[];
  readonly total: string;
  readonly customerName?: string;
}

const locale = 'en-GB';

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The catalog has codes and words. */
const languageText = (language: string): string => {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) return language;
  return new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(language) ?? language;
};

/** The decimals of ISO 4217: those of Intl are for display, differ for 16 currencies and change with Node. */
export const moneyText = ({ amount, currency }: Money): string => {
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
