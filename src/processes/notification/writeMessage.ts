/** Mail is readable on its way: the only secret in a message is an access code, which ends after minutes. */
import { DateTime } from 'luxon';
import { hasLink } from '../../commands/customer/webAddresses.ts';
import {
  asCancelled,
  asConfirmed,
  type Booking,
  type Cancellation,
  keptSeats,
} from '../../domain/booking/BookingState.ts';
import { toPay } from '../../domain/booking/foreignRefunds.ts';
import { minorDigitsOf } from '../../domain/kernel/currencies.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { MessageKind } from '../../domain/notification/events.ts';

/** The kinds that are about a booking. */
export type BookingMessageKind = Extract<
  MessageKind,
  'booking-confirmed' | 'booking-failed' | 'booking-cancelled' | 'refund-issued' | 'booking-access-code'
>;

/** What a message says of the show. */
export interface Show {
  readonly movieTitle: string;
  readonly theaterName: string;
  /** IANA name. */
  readonly timeZone: string;
  /** How seats are printed, by id; others are called by their id. */
  readonly seatNames: ReadonlyMap<string, string>;
  /** Of one that the cinema called off, in the words of its staff. */
  readonly cancelledWhy?: string;
}

export interface Occasion {
  readonly kind: BookingMessageKind;
  /** The booking as it is now. */
  readonly booking: Booking;
  /** The cancellation that it is about, if any. */
  readonly cancellation?: Cancellation;
  readonly show: Show;
  /** As the customer gave it; absent where it would be a link. */
  readonly customerName?: string;
  readonly hasTicket: boolean;
  /** Of a message that tells one. */
  readonly accessCode?: string;
}

export interface WrittenMessage {
  readonly subject: string;
  readonly text: string;
}

const locale = 'en-GB';

const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

const seatList = ({ show: { seatNames } }: Occasion, seatIds: readonly string[]): string =>
  seatIds.map((id) => oneLine(seatNames.get(id) ?? id)).join(', ');

const seatsText = (occasion: Occasion, seatIds: readonly string[]): string =>
  `${seatIds.length === 1 ? 'seat' : 'seats'} ${seatList(occasion, seatIds)}`;

const moneyText = ({ amount, currency }: Money): string => {
  const digits = minorDigitsOf(currency);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction }).format(
    amount / 10 ** digits,
  );
};

const whenText = (startsAt: string, timeZone: string): string =>
  DateTime.fromISO(startsAt, { zone: timeZone }).setLocale(locale).toFormat("cccc d LLLL yyyy 'at' HH:mm");

/** Catalog texts with links are left out of mail. */
const catalogText = (text: string, otherwise: string): string => (hasLink(text) ? otherwise : oneLine(text));
const movieOf = ({ show }: Occasion): string => catalogText(show.movieTitle, 'your film');

const showLines = (occasion: Occasion): readonly string[] => {
  const { booking, show } = occasion;
  return [
    movieOf(occasion),
    catalogText(show.theaterName, 'your cinema'),
    `${whenText(booking.startsAt, show.timeZone)} (${show.timeZone})`,
  ];
};

/** Nothing for words with a link, as for the catalog's. */
const reasonLines = ({ show: { cancelledWhy } }: Occasion): readonly string[] =>
  cancelledWhy === undefined || hasLink(cancelledWhy)
    ? []
    : [`The cinema gave this reason: ${oneLine(cancelledWhy)}`];

const letter = (occasion: Occasion, ...paragraphs: readonly (readonly string[])[]): string =>
  [
    [occasion.customerName === undefined ? 'Hello,' : `Hello ${oneLine(occasion.customerName)},`],
    ...paragraphs,
    [`Booking reference: ${occasion.booking.reference}`],
    ['Have it at hand when you write to us or come to the counter.'],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');

const confirmed = (occasion: Occasion): WrittenMessage => {
  const { hasTicket } = occasion;
  const booking = asConfirmed(occasion.booking);
  const ticket = hasTicket
    ? 'Your ticket is attached: show the code on it at the door, printed or on your phone.'
    : 'You will find your ticket with your booking.';
  return {
    subject: `Your tickets for ${movieOf(occasion)} (${booking.reference})`,
    text: letter(
      occasion,
      ['thank you for your booking. These seats are yours:'],
      [
        ...showLines(occasion),
        `Seats: ${seatList(
          occasion,
          keptSeats(booking).map(({ id }) => id),
        )}`,
      ],
      [`Paid: ${moneyText(booking.total)}`],
      [ticket],
    ),
  };
};

const failedWhy: Readonly<Record<string, string>> = {
  'seats-taken':
    'your payment went through only after your hold had run out, and others had taken the seats by then.',
  'payment-failed': 'your payment could not be completed, so the seats are not booked.',
  'showtime-cancelled': 'the cinema has cancelled this show before your booking was complete.',
};

const failed = (occasion: Occasion): WrittenMessage => {
  const { booking } = occasion;
  return {
    subject: `Your booking for ${movieOf(occasion)} did not go through (${booking.reference})`,
    text: letter(
      occasion,
      [failedWhy[booking.expiredWhy ?? ''] ?? 'your booking could not be completed.'],
      reasonLines(occasion),
      showLines(occasion),
      ['You pay nothing. An amount that your bank shows as reserved is set free.'],
      ['We are sorry, and would be glad to see you another time.'],
    ),
  };
};

const refundText = ({ refund, percent }: Cancellation): string =>
  refund.amount === 0
    ? 'By the terms that you booked under, these seats are not refunded.'
    : `We refund ${moneyText(refund)} (${percent} % of their price) the way you paid. You will hear from us when it is done.`;

const cancelled = (occasion: Occasion, cancellation: Cancellation): WrittenMessage => {
  const booking = asCancelled(occasion.booking, cancellation.number);
  const left = keptSeats(booking).map(({ id }) => id);
  const byCinema = cancellation.by === 'cinema';
  const gone = seatsText(occasion, cancellation.seatIds);
  return {
    subject: `${byCinema ? 'We had to cancel your booking' : 'Your cancellation'}: ${movieOf(occasion)} (${booking.reference})`,
    text: letter(
      occasion,
      [
        byCinema
          ? `we are sorry: the cinema had to cancel your ${gone} for this show.`
          : `as you asked, we cancelled your ${gone} for this show.`,
      ],
      byCinema ? reasonLines(occasion) : [],
      showLines(occasion),
      [refundText(cancellation)],
      left.length === 0 ? [] : [`You keep ${seatsText(occasion, left)}. Your ticket stays valid for them.`],
    ),
  };
};

const refunded = (occasion: Occasion, cancellation: Cancellation): WrittenMessage => {
  const { booking } = occasion;
  const paid = moneyText(toPay(cancellation));
  return {
    subject: `Your refund of ${paid} (${booking.reference})`,
    text: letter(
      occasion,
      [
        `we have refunded ${paid} for your ${seatsText(occasion, cancellation.seatIds)} the way you paid.`,
        'It can take your bank a few days to show it.',
      ],
      showLines(occasion),
    ),
  };
};

const accessCodeTold = (occasion: Occasion, code: string): WrittenMessage => ({
  subject: `Your access code (${occasion.booking.reference})`,
  text: letter(
    occasion,
    ['this code opens your booking. It is good for ten minutes:'],
    [code],
    showLines(occasion),
    ['If you did not ask for it, you need not do anything.'],
  ),
});

const needed = <Part>(kind: BookingMessageKind, what: string, part: Part | undefined): Part => {
  if (part === undefined) throw new Error(`a message ${kind} needs the ${what} that it tells of`);
  return part;
};

/** Throws when the message needs a cancellation or a code and there is none: the log does not fit this program. */
export const writeMessage = (occasion: Occasion): WrittenMessage => {
  const { kind, cancellation, accessCode } = occasion;
  switch (kind) {
    case 'booking-confirmed':
      return confirmed(occasion);
    case 'booking-failed':
      return failed(occasion);
    case 'booking-access-code':
      return accessCodeTold(occasion, needed(kind, 'code', accessCode));
    case 'booking-cancelled':
      return cancelled(occasion, needed(kind, 'cancellation', cancellation));
    case 'refund-issued':
      return refunded(occasion, needed(kind, 'cancellation', cancellation));
  }
};
