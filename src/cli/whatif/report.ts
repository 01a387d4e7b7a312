import { losses, type Outcome } from './tally.ts';

export interface Run {
  readonly name: string;
  readonly outcome: Outcome;
}

export interface Sale {
  readonly startMs: number;
  readonly guests: number;
  readonly currency: string;
}

type Row = Readonly<Record<string, string | number>>;

const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((1_000 * part) / whole) / 10;

const minutesOf = (ms: number): number => Math.round(ms / 6_000) / 10;

/** One row a figure, one column a run. */
export const outcomeRows = (runs: readonly Run[], { startMs, guests, currency }: Sale): readonly Row[] => {
  const row = (what: string, of: (outcome: Outcome) => string | number): Row =>
    Object.fromEntries([['what', what], ...runs.map(({ name, outcome }) => [name, of(outcome)])]);
  const guestsLost = ({ lost }: Outcome): number => [...lost.values()].reduce((sum, count) => sum + count, 0);
  const seen = losses.filter((loss) => runs.some(({ outcome }) => outcome.lost.has(loss)));
  return [
    row('seats in the hall', ({ capacity }) => capacity),
    row('seats sold', ({ seatsSold }) => seatsSold),
    row('sell-through, percent', ({ seatsSold, capacity }) => percent(seatsSold, capacity)),
    row('minutes until it was sold out', ({ soldOutAtMs }) =>
      soldOutAtMs === undefined ? '' : minutesOf(soldOutAtMs - startMs),
    ),
    row('guests who asked', () => guests),
    row('bookings', ({ bookings }) => bookings),
    row('holds that ran out', ({ holdsRunOut }) => holdsRunOut),
    row('guests who lost', guestsLost),
    ...seen.map((loss) => row(`- ${loss}`, ({ lost }) => lost.get(loss) ?? 0)),
    row('seats they asked for', ({ seatsLost }) => seatsLost),
    row(`revenue, minor units of ${currency}`, ({ revenueMinor }) => revenueMinor),
  ];
};
