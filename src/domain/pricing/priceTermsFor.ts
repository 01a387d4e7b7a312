import { localStart } from '../kernel/businessDate.ts';
import type { Money } from '../kernel/money.ts';
import { wholeBp } from './price.ts';
import type { PriceTerms } from './terms.ts';

/** What a theater sets of its price rules; the rest is the house's. Factors in basis points, 10,000 = 1. */
export interface PriceRules {
  readonly seatTypeBp?: Readonly<Partial<PriceTerms['seatTypeBp']>>;
  readonly ticketTypeBp?: Readonly<Partial<PriceTerms['ticketTypeBp']>>;
  /** For shows that start on a local Saturday or Sunday. */
  readonly weekendBp?: number;
  /** For shows that start at `primeTimeFromHour` local time or later, before midnight. */
  readonly primeTimeBp?: number;
  readonly primeTimeFromHour?: number;
}

const houseRules = {
  seatTypeBp: {
    regular: wholeBp,
    premium: 15_000,
    recliner: 20_000,
    couple: wholeBp,
    wheelchair: wholeBp,
    companion: wholeBp,
  },
  ticketTypeBp: { adult: wholeBp, child: 7_000, student: 8_500, senior: 8_000 },
  weekendBp: 13_000,
  primeTimeBp: 12_000,
  primeTimeFromHour: 18,
} as const satisfies PriceRules;

const saturday = 6;

/**
 * The terms for a showtime that starts at the instant (ISO 8601) in a theater of the time zone. A factor of 1 is
 * left out of the surcharges. Throws RangeError for what is no instant or no time zone.
 */
export const priceTermsFor = (show: {
  readonly base: Money;
  readonly startsAt: string;
  readonly timeZone: string;
  readonly rules?: PriceRules | undefined;
}): PriceTerms => {
  const rules = { ...houseRules, ...show.rules };
  const local = localStart(show.startsAt, show.timeZone);
  const surcharges: { name: string; bp: number }[] = [];
  if (local.weekday >= saturday) surcharges.push({ name: 'weekend', bp: rules.weekendBp });
  if (local.hour >= rules.primeTimeFromHour) surcharges.push({ name: 'prime time', bp: rules.primeTimeBp });
  return {
    base: show.base,
    seatTypeBp: { ...houseRules.seatTypeBp, ...rules.seatTypeBp },
    ticketTypeBp: { ...houseRules.ticketTypeBp, ...rules.ticketTypeBp },
    surcharges: surcharges.filter((surcharge) => surcharge.bp !== wholeBp),
  };
};
