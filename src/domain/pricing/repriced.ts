import type { Money } from '../kernel/money.ts';
import type { PriceTerms } from './terms.ts';

/** An edit of price terms: what is absent stays as it is, each factor for itself. */
export interface PricePatch {
  readonly base?: Money;
  readonly seatTypeBp?: Readonly<Partial<PriceTerms['seatTypeBp']>>;
  readonly ticketTypeBp?: Readonly<Partial<PriceTerms['ticketTypeBp']>>;
}

export const repriced = (terms: PriceTerms, { base, seatTypeBp, ticketTypeBp }: PricePatch): PriceTerms => ({
  ...terms,
  base: base ?? terms.base,
  seatTypeBp: { ...terms.seatTypeBp, ...seatTypeBp },
  ticketTypeBp: { ...terms.ticketTypeBp, ...ticketTypeBp },
});
