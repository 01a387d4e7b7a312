import type { z } from 'zod';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { pricesBySeatType, seatPrice, wholeBp } from '../../domain/pricing/price.ts';
import { type PriceTerms, ticketTypes } from '../../domain/pricing/terms.ts';
import type { SeatType } from '../../domain/seating/seat.ts';
import { availabilityOf } from '../../domain/showtime/availability.ts';
import { availableIn } from '../../domain/showtime/inventory/SeatInventory.ts';
import { type Showtime, type ShowtimeState, showtimeStatus } from '../../domain/showtime/ShowtimeState.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { ShowtimeStanding } from '../../projections/availability/ShowtimeStanding.ts';
import { notFound } from '../http/problems/Problem.ts';
import type { pricingPreviewShown, pricingShown, showtimeShown } from './schemas.ts';
import type { Titles } from './titles.ts';

/** Throws the problem of a showtime that does not exist. */
export const existingShowtime = (state: ShowtimeState): Showtime => {
  if (state.status === 'none') throw notFound('There is no such showtime');
  return state;
};

const standingOf = (showtime: Showtime): ShowtimeStanding => ({
  facts: showtime.facts,
  status: showtime.status,
  version: showtime.version,
  seatTypes: [...new Set(showtime.inventory.plan.types)],
  totalSeats: showtime.inventory.plan.size,
  availableSeats: availableIn(showtime.inventory),
  ...(showtime.cancelledWhy === undefined ? {} : { cancelledWhy: showtime.cancelledWhy }),
});

type Shown = z.output<typeof showtimeShown>;

export const showtimeView = (showtime: Showtime, titles: Titles, nowMs: number): Shown =>
  standingView(standingOf(showtime), titles, nowMs);

const wholePercent = 100;

const pricePartsOf = ({ base, surcharges }: PriceTerms): Shown['priceParts'] => ({
  base,
  surcharges: surcharges.map(({ name, bp }) => ({
    name,
    percent: ((bp - wholeBp) * wholePercent) / wholeBp,
  })),
});

const ticketPricesOf = (terms: PriceTerms, seatTypes: readonly SeatType[]): Shown['ticketPrices'] => {
  const prices: Shown['ticketPrices'] = {};
  for (const seatType of seatTypes) {
    prices[seatType] = Object.fromEntries(
      ticketTypes.map((ticketType) => [ticketType, seatPrice(terms, seatType, ticketType)]),
    );
  }
  return prices;
};

export const refundTermsOf = ({
  startsAt,
  policies,
}: Pick<ShowtimeStanding['facts'], 'startsAt' | 'policies'>): Shown['refundTerms'] =>
  policies.refunds.map(({ fromMsBefore, percent }) => ({
    until: new Date(Date.parse(startsAt) - fromMsBefore).toISOString(),
    percent,
  }));

const pricesOf = (
  terms: PriceTerms,
  seatTypes: readonly SeatType[],
): z.output<typeof pricingPreviewShown> => ({
  prices: pricesBySeatType(terms, seatTypes),
  priceParts: pricePartsOf(terms),
  ticketPrices: ticketPricesOf(terms, seatTypes),
});

export const pricesView = (showtime: Showtime): z.output<typeof pricingPreviewShown> => {
  const { facts, seatTypes } = standingOf(showtime);
  return pricesOf(facts.priceTerms, seatTypes);
};

/** The same from a read model's row as from the folded stream. */
export const standingView = (standing: ShowtimeStanding, titles: Titles, nowMs: number): Shown => {
  const { facts, seatTypes, totalSeats, availableSeats } = standing;
  return {
    id: facts.showtimeId,
    movieId: facts.movieId,
    theaterId: facts.theaterId,
    hallId: facts.hallId,
    layoutVersion: facts.layoutVersion,
    startsAt: facts.startsAt,
    endsAt: facts.endsAt,
    businessDate: facts.businessDate,
    timeZone: facts.timeZone,
    status: showtimeStatus(standing, nowMs),
    salesCloseAt: facts.salesCloseAt,
    format: facts.format,
    language: facts.language,
    ...pricesOf(facts.priceTerms, seatTypes),
    ...availabilityOf(standing, availableSeats, totalSeats),
    totalSeats,
    ...titles,
    refundTerms: refundTermsOf(facts),
    version: standing.version,
  };
};

export const pricingView = ({ facts, version }: Showtime): z.output<typeof pricingShown> => {
  const { base, seatTypeBp, ticketTypeBp } = facts.priceTerms;
  return { basePrice: base, seatTypeBp, ticketTypeBp, version };
};

/** With the reason of a cancelled show, unless it cannot be read: selling goes on while the key store is away. */
export const withCancellation = async (
  texts: Pick<TheaterTexts, 'open'>,
  { facts, cancelledWhy }: Pick<ShowtimeStanding, 'facts' | 'cancelledWhy'>,
  view: Shown,
): Promise<Shown> => {
  if (cancelledWhy === undefined) return view;
  try {
    const reason = await texts.open(facts.theaterId, cancelledWhy);
    return reason === undefined ? view : { ...view, cancellation: { reason } };
  } catch (error) {
    if (error instanceof KeyStoreUnavailable) return view;
    throw error;
  }
};
