import type { ShowtimePolicies } from '../../domain/policies/policies.ts';
import type { Scheduled } from '../onsale/OnSale.ts';

export interface OtherRules {
  readonly holdMinutes?: number;
  readonly seatsMax?: number;
  readonly loneSeats?: ShowtimePolicies['loneSeatRule'];
  /** Base price in minor units. */
  readonly price?: number;
  /** By how many percent fewer guests come for each percent that the price is higher. */
  readonly elasticity?: number;
}

const minuteMs = 60_000;

/** A hold may always live as long as it is first given. */
export const ruled = (
  { policies, priceTerms, ...rest }: Scheduled,
  { holdMinutes, seatsMax, loneSeats, price }: OtherRules,
): Scheduled => {
  const holdTtlMs = holdMinutes === undefined ? policies.holdTtlMs : Math.round(holdMinutes * minuteMs);
  return {
    ...rest,
    priceTerms:
      price === undefined ? priceTerms : { ...priceTerms, base: { ...priceTerms.base, amount: price } },
    policies: {
      ...policies,
      holdTtlMs,
      holdCapMs: Math.max(policies.holdCapMs, holdTtlMs),
      seatsPerHoldMax: seatsMax ?? policies.seatsPerHoldMax,
      loneSeatRule: loneSeats ?? policies.loneSeatRule,
    },
  };
};

const shown = (value: number): string => String(Number(value.toFixed(2)));

/** In words, for the head of the table. */
export const rulesText = (
  { holdMinutes, seatsMax, loneSeats, price, elasticity = 0 }: OtherRules,
  currency: string,
): string =>
  [
    ...(holdMinutes === undefined ? [] : [`holds of ${shown(holdMinutes)} min`]),
    ...(seatsMax === undefined ? [] : [`at most ${seatsMax} seats a hold`]),
    ...(loneSeats === undefined ? [] : [`lone seats: ${loneSeats}`]),
    ...(price === undefined ? [] : [`base price ${price} ${currency}, minor units`]),
    ...(elasticity === 0 ? [] : [`elasticity ${shown(elasticity)}`]),
  ].join(', ');
