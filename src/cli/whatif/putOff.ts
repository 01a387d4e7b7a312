import type { OnSale } from '../onsale/OnSale.ts';
import type { OtherRules } from './rules.ts';
import { spread } from './spread.ts';

/** Whether the nth guest, who comes then, finds the price too high. */
export type PutOff = (nth: number, atMs: number) => boolean;

/**
 * Constant elasticity: of the guests who came at the recorded price p, the share (price / p) ^ -elasticity still comes. A
 * lower price brings no guest whom the log does not know.
 */
export const putOffBy = (
  { scheduled, events }: Pick<OnSale, 'scheduled' | 'events'>,
  { price, elasticity = 0 }: Pick<OtherRules, 'price' | 'elasticity'>,
): PutOff => {
  if (price === undefined || elasticity === 0) return () => false;
  const changes = events.flatMap(({ atMs, event }) =>
    event.type === 'PricingChanged' ? [{ atMs, base: event.data.priceTerms.base.amount }] : [],
  );
  const baseAt = (atMs: number): number =>
    changes.findLast((change) => change.atMs <= atMs)?.base ?? scheduled.priceTerms.base.amount;
  return (nth, atMs) => price > baseAt(atMs) && spread(nth) >= (price / baseAt(atMs)) ** -elasticity;
};
