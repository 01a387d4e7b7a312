export interface Line {
  readonly movieId: string;
  readonly currency: string;
  readonly showtimes: number;
  readonly bookings: number;
  readonly seats: number;
  readonly seatsReturned: number;
  readonly gross: number;
  readonly refunds: number;
  readonly net: number;
  readonly share: number;
  readonly terms?: { readonly distributor: string; readonly week: number; readonly shareBp: number };
}

export interface Terms {
  readonly distributor: string;
  readonly runsFromMs: number;
  readonly sharesBp: readonly number[];
}

const weekMs = 7 * 24 * 3_600_000;
const wholeBp = 10_000n;
/** What is paid is a multiple of it: docs.stripe.com/currencies, "Special cases". */
const steps: ReadonlyMap<string, bigint> = new Map([
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((currency) => [currency, 10n] as const),
  ['MGA', 100n],
]);

/** Half up to what can be paid; nothing of a net that is not above zero. */
const shareOf = (net: number, shareBp: number, currency: string): number => {
  if (net <= 0) return 0;
  const step = steps.get(currency) ?? 1n;
  const [exact, unit] = [BigInt(net) * BigInt(shareBp), wholeBp * step];
  const [whole, rest] = [exact / unit, exact % unit];
  return Number((2n * rest >= unit ? whole + 1n : whole) * step);
};

const termsOn = ({ distributor, runsFromMs, sharesBp }: Terms, businessDate: string) => {
  const weeks = Math.floor((Date.parse(businessDate) - runsFromMs) / weekMs);
  const week = weeks < 0 ? 1 : weeks + 1;
  return { distributor, week, shareBp: sharesBp[week - 1] ?? sharesBp.at(-1) ?? 0 };
};

/** The line with what another show of the movie adds. */
export const lineTo = (
  line: Line | undefined,
  add: Omit<Line, 'net' | 'share' | 'terms'>,
  terms: Terms | undefined,
  businessDate: string,
): Line => {
  const sum = {
    ...{ movieId: add.movieId, currency: add.currency },
    showtimes: (line?.showtimes ?? 0) + add.showtimes,
    bookings: (line?.bookings ?? 0) + add.bookings,
    seats: (line?.seats ?? 0) + add.seats,
    seatsReturned: (line?.seatsReturned ?? 0) + add.seatsReturned,
    gross: (line?.gross ?? 0) + add.gross,
    refunds: (line?.refunds ?? 0) + add.refunds,
  };
  const net = sum.gross - sum.refunds;
  if (terms === undefined) return { ...sum, net, share: 0 };
  const ofDay = termsOn(terms, businessDate);
  return { ...sum, net, share: shareOf(net, ofDay.shareBp, sum.currency), terms: ofDay };
};
