import { roundToChargeable } from '../kernel/money.ts';
import { type RentalTerms, termsOfDay } from '../movie/rentalTerms.ts';
import type { SettlementLine } from './events.ts';

export interface SettledSums
  extends Pick<SettlementLine, 'movieId' | 'currency' | 'showtimes' | 'bookings' | 'seats'> {
  readonly seatsReturned: number;
  readonly gross: number;
  readonly refunds: number;
}

const wholeBp = 10_000;

/** Of a net below zero nothing is owed: refunds above what was taken are the theater's. */
const shareOf = (net: number, shareBp: number, currency: string): number =>
  net <= 0 ? 0 : roundToChargeable(BigInt(net) * BigInt(shareBp), BigInt(wholeBp), currency);

/** @param terms of the movie, where some are agreed */
export const settlementLine = (
  sums: SettledSums,
  businessDate: string,
  terms: RentalTerms | undefined,
): SettlementLine => {
  const net = sums.gross - sums.refunds;
  if (terms === undefined) return { ...sums, net, share: 0 };
  const ofDay = termsOfDay(terms, businessDate);
  return { ...sums, net, terms: ofDay, share: shareOf(net, ofDay.shareBp, sums.currency) };
};

type Amounts = Omit<SettlementLine, 'terms'>;

const difference = (before: Amounts | undefined, after: Amounts | undefined): Amounts | undefined => {
  const known = after ?? before;
  if (known === undefined) return undefined;
  const less = (name: Exclude<keyof Amounts, 'movieId' | 'currency'>): number =>
    (after?.[name] ?? 0) - (before?.[name] ?? 0);
  return {
    ...{ movieId: known.movieId, currency: known.currency },
    ...{ showtimes: less('showtimes'), bookings: less('bookings'), seats: less('seats') },
    ...{ seatsReturned: less('seatsReturned'), gross: less('gross'), refunds: less('refunds') },
    ...{ net: less('net'), share: less('share') },
  };
};

export interface AdjustedLine {
  readonly before: SettlementLine | undefined;
  readonly after: SettlementLine | undefined;
  readonly difference: Amounts;
}

const keyOf = ({ movieId, currency }: Amounts): string => `${movieId} ${currency}`;
const figures = ['showtimes', 'bookings', 'seats', 'seatsReturned', 'gross', 'refunds', 'share'] as const;

/** The lines that differ between two statements of one theater and business date. */
export const adjustmentOf = (
  before: readonly SettlementLine[],
  after: readonly SettlementLine[],
): readonly AdjustedLine[] => {
  const [was, is] = [before, after].map((lines) => new Map(lines.map((line) => [keyOf(line), line])));
  const keys = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort();
  return keys.flatMap((key) => {
    const [from, to] = [was?.get(key), is?.get(key)];
    const changed = difference(from, to);
    return changed !== undefined && figures.some((name) => changed[name] !== 0)
      ? [{ before: from, after: to, difference: changed }]
      : [];
  });
};
