/** What the API shows of the cinema that `openCinema` makes, whole. */
import { expect } from 'vitest';
import { iso, minutes, startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, movie, theater } from './cinema.ts';

export const gbp = (amount: number) => ({ amount, currency: 'GBP' });

/** Times 1.2: it is prime time. Row B is premium, times 1.5. */
const adultPrices = { regular: 1_200, premium: 1_800 };
type AdultPrices = typeof adultPrices;

const seatShown = (id: string) => {
  const type = id.startsWith('B') ? 'premium' : 'regular';
  return { id, type, ticketType: 'adult', price: gbp(adultPrices[type]) };
};

const totalOf = (seatIds: readonly string[]) =>
  gbp(seatIds.reduce((sum, id) => sum + seatShown(id).price.amount, 0));

export const saleHistory = [
  'started',
  'payment-attempted',
  'payment-authorized',
  'seats-booked',
  'payment-captured',
  'confirmed',
];

export const historyOf = (...happened: readonly string[]) =>
  happened.map((what) => ({ at: expect.any(String), what }));

/** A paid booking as its first answer shows it, without the access token, unless changed. */
export const bookingShown = (
  { showtimeId }: Pick<Cinema, 'showtimeId'>,
  bookingId: string,
  seatIds: readonly string[],
  changes: object = {},
) => ({
  bookingId,
  reference: expect.stringMatching(/^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$/),
  status: 'confirmed',
  showtimeId,
  startsAt: iso(startsAtMs),
  seats: seatIds.map(seatShown),
  total: totalOf(seatIds),
  payment: { status: 'captured', method: 'card', captured: totalOf(seatIds), refunded: gbp(0) },
  ticketUrl: `/v1/bookings/${bookingId}/ticket`,
  cancellations: [],
  ...changes,
});

/** What a showtime in prime time shows of its prices, by its base price and what adults pay. */
export const pricesShown = (base: number, { regular, premium }: AdultPrices, currency = 'GBP') => {
  const money = (amount: number) => ({ amount, currency });
  const byTicketType = (adult: number) => ({
    adult: money(adult),
    child: money((adult * 70) / 100),
    student: money((adult * 85) / 100),
    senior: money((adult * 80) / 100),
  });
  return {
    prices: { regular: money(regular), premium: money(premium) },
    priceParts: { base: money(base), surcharges: [{ name: 'prime time', percent: 20 }] },
    ticketPrices: { regular: byTicketType(regular), premium: byTicketType(premium) },
  };
};

export const refundTermsShown = (startMs: number) => [
  { until: iso(startMs - minutes(24 * 60)), percent: 95 },
  { until: iso(startMs - minutes(4 * 60)), percent: 50 },
  { until: iso(startMs - minutes(60)), percent: 25 },
];

/** The showtime with all its seats free, unless changed. */
export const showtimeShown = (
  { showtimeId, movieId, theaterId, hallId }: Omit<Cinema, 'admin'>,
  changes: object = {},
) => ({
  id: showtimeId,
  ...{ movieId, theaterId, hallId, layoutVersion: 1 },
  ...{ startsAt: iso(startsAtMs), endsAt: iso(startsAtMs + minutes(120)) },
  ...{ businessDate: '2026-12-01', timeZone: theater.timeZone, salesCloseAt: iso(startsAtMs + minutes(15)) },
  ...{ status: 'on-sale', format: '2D', language: 'en', version: 1 },
  ...pricesShown(1_000, adultPrices),
  ...{ availability: 'plenty', availableSeats: 24, totalSeats: 24 },
  movie: { id: movieId, title: movie.title, runtimeMinutes: movie.runtimeMinutes },
  theater: { id: theaterId, name: theater.name, city: theater.city },
  hall: { id: hallId, name: 'One' },
  refundTerms: refundTermsShown(startsAtMs),
  ...changes,
});
