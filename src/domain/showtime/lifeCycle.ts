import { accept, reject } from '../kernel/decider.ts';
import { pricesFit } from '../pricing/price.ts';
import { repriced } from '../pricing/repriced.ts';
import type { ShowtimeAsked, ShowtimeDecision } from './commands.ts';
import { isInUse } from './inventory/SeatInventory.ts';
import { pricesKept } from './queueAtDoor.ts';
import { type Showtime, showtimeStatus } from './ShowtimeState.ts';

/** The refusal of a showtime that does not sell at `nowMs`; undefined when it does. */
export const notOnSale = (state: Showtime, nowMs: number) => {
  const status = showtimeStatus(state, nowMs);
  return status === 'on-sale'
    ? undefined
    : reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: status } as const);
};

export const schedule = ({
  type: _type,
  nowMs: _nowMs,
  ...data
}: ShowtimeAsked<'ScheduleShowtime'>): ShowtimeDecision<'ScheduleShowtime'> =>
  pricesFit(data.priceTerms)
    ? accept({ type: 'ShowtimeScheduled', data }, { type: 'SalesOpened', data: {} })
    : reject({ reason: 'PriceTooHigh' });

/** A reservation may be finished twice: the same show is nothing to do. */
export const scheduleAgain = (
  command: ShowtimeAsked<'ScheduleShowtime'>,
  state: Showtime,
): ShowtimeDecision<'ScheduleShowtime'> => {
  const { movieId, hallId, startsAt } = state.facts;
  const same = movieId === command.movieId && hallId === command.hallId && startsAt === command.startsAt;
  return same ? accept() : reject({ reason: 'ShowtimeAlreadyExists' });
};

export const openSales = (
  { nowMs }: ShowtimeAsked<'OpenSales'>,
  state: Showtime,
): ShowtimeDecision<'OpenSales'> => {
  if (state.status === 'on-sale') return accept();
  const isClosedEarly = state.status === 'closed' && nowMs < Date.parse(state.facts.salesCloseAt);
  if (state.status === 'scheduled' || isClosedEarly) return accept({ type: 'SalesOpened', data: {} });
  return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: showtimeStatus(state, nowMs) });
};

export const closeSales = (
  { nowMs }: ShowtimeAsked<'CloseSales'>,
  state: Showtime,
): ShowtimeDecision<'CloseSales'> => {
  if (state.status === 'closed') return accept();
  if (state.status === 'cancelled') {
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: showtimeStatus(state, nowMs) });
  }
  return accept({ type: 'SalesClosed', data: {} });
};

export const cancelShowtime = (
  command: ShowtimeAsked<'CancelShowtime'>,
  state: Showtime,
): ShowtimeDecision<'CancelShowtime'> => {
  if (state.status === 'cancelled') return accept();
  return accept({ type: 'ShowtimeCancelled', data: { reason: command.why } });
};

export const changePricing = (
  { patch, theaterCurrency, expectedVersion, nowMs }: ShowtimeAsked<'ChangePricing'>,
  state: Showtime,
): ShowtimeDecision<'ChangePricing'> => {
  if (expectedVersion !== undefined && expectedVersion !== state.version) {
    return reject({ reason: 'StaleVersion', version: state.version });
  }
  if (state.status === 'cancelled')
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  const before = state.facts.priceTerms;
  const priceTerms = repriced(before, patch);
  const { currency } = priceTerms.base;
  if (currency !== before.base.currency) {
    if (isInUse(state.inventory)) return reject({ reason: 'CurrencyInUse', currency: before.base.currency });
    if (theaterCurrency !== undefined && currency !== theaterCurrency) {
      return reject({ reason: 'WrongCurrency', currency: theaterCurrency });
    }
  }
  if (!pricesFit(priceTerms)) return reject({ reason: 'PriceTooHigh' });
  if (JSON.stringify(priceTerms) === JSON.stringify(before)) return accept();
  const kept = pricesKept(state, nowMs);
  if (kept !== undefined) return kept;
  return accept({ type: 'PricingChanged', data: { priceTerms } });
};
