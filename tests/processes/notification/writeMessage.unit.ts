/** What customers read, word for word. */
import { describe, expect, it } from 'vitest';
import type { Booking, BookingState } from '../../../src/domain/booking/BookingState.ts';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { type BookingMessageKind, writeMessage } from '../../../src/processes/notification/writeMessage.ts';
import {
  attempted,
  boughtSeats,
  cancellationId,
  cancelled,
  initiated,
  paid,
  refundIssued,
} from '../../support/bookings.ts';
import { usd, uuid } from '../../support/showtimes.ts';

const bookingId = uuid(1);
const sealed = { customerId: 'somebody', box: 'sealed' };
const show = {
  movieTitle: 'Amélie',
  theaterName: 'Rex Lisboa',
  timeZone: 'America/New_York',
  seatNames: new Map(),
};

const booked = (...events: readonly BookingEvent[]): Booking => {
  const state = events.reduce<BookingState>(
    (before, event) => bookingDecider.evolve(before, event),
    bookingDecider.initialState,
  );
  if (state.status === 'none') throw new Error('nothing was booked');
  return state;
};
const start = [initiated(bookingId, sealed), attempted(sealed)];

const write = (kind: BookingMessageKind, booking: Booking, changes = {}) => {
  const cancellation = booking.cancellations.at(-1);
  return writeMessage({
    kind,
    booking,
    ...(cancellation === undefined ? {} : { cancellation }),
    show,
    customerName: 'Zoë',
    hasTicket: true,
    ...changes,
  });
};

describe('the confirmation', () => {
  it('says what was bought, in the theater’s own time', () => {
    expect(write('booking-confirmed', booked(...start, ...paid()))).toEqual({
      subject: 'Your tickets for Amélie (ABC-DEF-GHJ)',
      text: `Hello Zoë,

thank you for your booking. These seats are yours:

Amélie
Rex Lisboa
Tuesday 1 December 2026 at 14:00 (America/New_York)
Seats: A1, A2

Paid: US$25.00

Your ticket is attached: show the code on it at the door, printed or on your phone.

Booking reference: ABC-DEF-GHJ

Have it at hand when you write to us or come to the counter.
`,
    });
  });

  it('speaks of no attachment when there is none', () => {
    const { text } = write('booking-confirmed', booked(...start, ...paid()), { hasTicket: false });
    expect(text).not.toContain('attached');
  });

  it('knows currencies without decimals', () => {
    const seats = boughtSeats('A1').map((seat) => ({ ...seat, price: { amount: 1_800, currency: 'JPY' } }));
    const bought = initiated(bookingId, sealed, { seats, total: { amount: 1_800, currency: 'JPY' } });
    expect(write('booking-confirmed', booked(bought, attempted(sealed), ...paid())).text).toContain(
      'Paid: JP¥1,800\n',
    );
  });

  it('keeps names and titles on their lines', () => {
    const changes = {
      customerName: 'Eve\r\n\r\nYour card was charged twice',
      show: { ...show, movieTitle: 'A\r\nBcc: nobody' },
    };
    const { subject, text } = write('booking-confirmed', booked(...start, ...paid()), changes);
    expect(subject).toBe('Your tickets for A Bcc: nobody (ABC-DEF-GHJ)');
    expect(text).toContain('Hello Eve Your card was charged twice,\n');
  });
});

describe('an advertisement', () => {
  const spam = 'https://spam.example/win';
  const all = cancelled({ seatIds: ['A1', 'A2'], by: 'cinema', percent: 100, refund: usd(2_500) });
  it.each([
    ['booking-confirmed', booked(...start, ...paid())],
    ['booking-failed', booked(...start)],
    ['booking-cancelled', booked(...start, ...paid(), all)],
    ['refund-issued', booked(...start, ...paid(), all)],
    ['booking-access-code', booked(...start, ...paid())],
  ] as const)(
    'in the catalog is left out of the message %s, and a name that was one as well',
    (kind, booking) => {
      const { customerName: _, ...nameless } = {
        ...{ kind, booking, hasTicket: true, accessCode: '12345678', customerName: '' },
        show: {
          ...show,
          ...{ movieTitle: `Win at ${spam}`, theaterName: `Rex ${spam}`, cancelledWhy: `See ${spam}` },
        },
      };
      const cancellation = booking.cancellations.at(-1);
      const { subject, text } = writeMessage({
        ...nameless,
        ...(cancellation === undefined ? {} : { cancellation }),
      });
      expect(subject + text).not.toMatch(/spam|https/);
      expect(text).toMatch(/^Hello,\n\n/);
      expect(text).toContain('your film\nyour cinema\n');
    },
  );
});

describe('a cancellation', () => {
  it('calls seats what is printed on them', () => {
    const seatNames = new Map([
      ['A1', '1-12'],
      ['A2', 'Ä12a'],
    ]);
    const confirmation = write('booking-confirmed', booked(...start, ...paid()), {
      show: { ...show, seatNames },
    });
    expect(confirmation.text).toContain('Seats: 1-12, Ä12a');
    const { text } = write('booking-cancelled', booked(...start, ...paid(), cancelled()), {
      show: { ...show, seatNames },
    });
    expect(text).toContain('we cancelled your seat Ä12a for');
    expect(text).toContain('You keep seat 1-12.');
  });

  it('of some seats says what is left', () => {
    const { subject, text } = write('booking-cancelled', booked(...start, ...paid(), cancelled()));
    expect(subject).toBe('Your cancellation: Amélie (ABC-DEF-GHJ)');
    expect(text).toContain('as you asked, we cancelled your seat A2 for this show.');
    expect(text).toContain('We refund US$11.88 (95 % of their price) the way you paid.');
    expect(text).toContain('You keep seat A1.');
  });

  it('by the cinema says that it is sorry', () => {
    const all = cancelled({ seatIds: ['A1', 'A2'], by: 'cinema', percent: 100, refund: usd(2_500) });
    const { subject, text } = write('booking-cancelled', booked(...start, ...paid(), all));
    expect(subject).toContain('We had to cancel your booking');
    expect(text).toContain('we are sorry');
    expect(text).toContain('US$25.00');
    expect(text).not.toContain('You keep');
    expect(text).not.toContain('reason');
  });

  it('by the cinema gives its reason', () => {
    const all = cancelled({ seatIds: ['A1', 'A2'], by: 'cinema', percent: 100, refund: usd(2_500) });
    const why = { show: { ...show, cancelledWhy: 'The projector\nbroke.' } };
    const reason = 'The cinema gave this reason: The projector broke.';
    expect(write('booking-cancelled', booked(...start, ...paid(), all), why).text).toContain(reason);
    const expired = { type: 'BookingExpired', data: { why: 'showtime-cancelled' } } as const;
    expect(write('booking-failed', booked(...start, expired), why).text).toContain(reason);
    // The customer's own cancellation of before is told without it.
    expect(write('booking-cancelled', booked(...start, ...paid(), cancelled()), why).text).not.toContain(
      reason,
    );
  });

  it('too late for a refund says so', () => {
    const late = cancelled({ percent: 0, refund: usd(0) });
    expect(write('booking-cancelled', booked(...start, ...paid(), late)).text).toContain('are not refunded');
  });
});

it('tells of a refund', () => {
  const { subject, text } = write('refund-issued', booked(...start, ...paid(), cancelled(), refundIssued()));
  expect(subject).toBe('Your refund of US$11.88 (ABC-DEF-GHJ)');
  expect(text).toContain('we have refunded US$11.88 for your seat A2');
});

it('tells of a refund as it was paid where a refund by hand had reduced it', () => {
  const byHand: BookingEvent = {
    type: 'ForeignRefundsFound',
    data: {
      refunds: [{ refundId: 'by-hand', amount: usd(1_000), at: '2026-11-30T12:00:00.000Z' }],
      due: [{ cancellationId, amount: usd(188) }],
    },
  };
  const told = booked(...start, ...paid(), cancelled(), byHand, refundIssued(188));
  const { subject, text } = write('refund-issued', told);
  expect(subject).toBe('Your refund of US$1.88 (ABC-DEF-GHJ)');
  expect(text).toContain('we have refunded US$1.88 for your seat A2');
});

it.each([
  ['seats-taken', 'others had taken the seats'],
  ['payment-failed', 'could not be completed'],
  ['showtime-cancelled', 'cancelled this show'],
] as const)('tells of a booking that failed: %s', (why, words) => {
  const { text } = write('booking-failed', booked(...start, { type: 'BookingExpired', data: { why } }));
  expect(text).toContain(words);
  expect(text).toContain('You pay nothing.');
});

it('has no link and nothing sealed in any message', () => {
  const all = booked(...start, ...paid(), cancelled(), refundIssued());
  for (const kind of ['booking-confirmed', 'booking-failed', 'booking-cancelled', 'refund-issued'] as const) {
    const { subject, text } = write(kind, all);
    expect(`${subject}${text}`).not.toMatch(/https?:|www\.|sealed|capture-1|auth-1/);
  }
});

it('throws for a message about a cancellation that is not there', () => {
  expect(() => write('refund-issued', booked(...start, ...paid()))).toThrow('needs the cancellation');
});

describe('the access code', () => {
  it('stands alone on its line', () => {
    const told = write('booking-access-code', booked(...start, ...paid()), { accessCode: '01234567' });
    expect(told.subject).toBe('Your access code (ABC-DEF-GHJ)');
    expect(told.text.split('\n').filter((line) => /[0-9]{8}/.test(line))).toEqual(['01234567']);
    expect(() => write('booking-access-code', booked(...start, ...paid()))).toThrow('needs the code');
  });
});
