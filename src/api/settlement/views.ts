import type { z } from 'zod';
import type { SettlementLine } from '../../domain/settlement/events.ts';
import type { AdjustedLine } from '../../domain/settlement/settlementLines.ts';
import type { Statement, StatementLine } from '../../ports/StatementRenderer.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { IssuedStatement, TheaterLine } from '../../projections/reports/settlementQueries.ts';
import type { FlatRow } from '../reports/views.ts';
import type { adjustmentShown, settlementShown } from './schemas.ts';

type Shown = z.output<typeof settlementShown>;
type Adjustment = z.output<typeof adjustmentShown>;

export interface Names {
  movie(id: string): string | undefined;
  theater(id: string): string | undefined;
}

/** Titles and names as they are today. */
export const readNames = async (
  catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf'>,
  lines: readonly { readonly movieId: string; readonly theaterId?: string }[],
): Promise<Names> => {
  const [movies, theaters] = await Promise.all([
    catalog.moviesOf([...new Set(lines.map(({ movieId }) => movieId))]),
    catalog.theatersOf([...new Set(lines.flatMap(({ theaterId }) => theaterId ?? []))]),
  ]);
  return { movie: (id) => movies.get(id)?.title, theater: (id) => theaters.get(id)?.name };
};

type Figures = Omit<SettlementLine, 'movieId' | 'terms'>;

const amountsOf = ({ currency, showtimes, bookings, seats, seatsReturned, ...sums }: Figures) => {
  const money = (amount: number) => ({ amount, currency });
  return {
    ...{ showtimes, bookings, seats, seatsReturned, gross: money(sums.gross), refunds: money(sums.refunds) },
    ...{ net: money(sums.net), share: money(sums.share) },
  };
};

const termsOf = ({ terms }: Pick<SettlementLine, 'terms'>) =>
  terms === undefined
    ? null
    : { distributor: terms.distributor, week: terms.week, sharePercent: terms.shareBp / 100 };

const named = (what: string, name: string | undefined) => (name === undefined ? {} : { [what]: name });

export const lineView = (line: TheaterLine, names: Names): Shown['items'][number] => ({
  ...{ theaterId: line.theaterId, ...named('theater', names.theater(line.theaterId)) },
  ...{ movieId: line.movieId, ...named('movie', names.movie(line.movieId)), currency: line.currency },
  ...amountsOf(line),
  terms: termsOf(line),
});

export const statementView = ({
  at,
  leftOut,
  ...statement
}: IssuedStatement): Shown['statements'][number] => ({
  ...statement,
  issuedAt: at,
  ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
});

/** Amounts in minor units. */
export const lineRow = (line: TheaterLine, names: Names): FlatRow => {
  const { theaterId, movieId, terms, ...figures } = line;
  return {
    ...{ theaterId, theater: names.theater(theaterId) ?? '', movieId, movie: names.movie(movieId) ?? '' },
    ...figures,
    ...{ distributor: terms?.distributor ?? '', week: terms?.week ?? '' },
    sharePercent: terms === undefined ? '' : terms.shareBp / 100,
  };
};

export const adjustedView = (
  { before, after, difference }: AdjustedLine,
  names: Names,
): Adjustment['items'][number] => {
  const figures = (line: SettlementLine | undefined) =>
    line === undefined ? null : { ...amountsOf(line), terms: termsOf(line) };
  const { movieId, currency } = difference;
  return {
    ...{ movieId, ...named('movie', names.movie(movieId)), currency },
    ...{ before: figures(before), after: figures(after), difference: amountsOf(difference) },
  };
};

/** Amounts in minor units. */
export const adjustedRow = ({ before, after, difference }: AdjustedLine, names: Names): FlatRow => {
  const { movieId, currency, ...differences } = difference;
  return {
    ...{ movieId, movie: names.movie(movieId) ?? '', currency, ...differences },
    ...{ shareBefore: before?.share ?? 0, shareAfter: after?.share ?? 0 },
  };
};

const statementLine = (line: TheaterLine, names: Names): StatementLine => ({
  ...line,
  ...amountsOf(line),
  movie: names.movie(line.movieId) ?? line.movieId,
});

interface Stamp {
  readonly businessDate: string;
  readonly logId: string;
  readonly position: string;
  readonly asOf: string | null;
}

/** One for each theater; `numbers`: of those that were issued just so, by theater. */
export const statementsToDraw = (
  lines: readonly TheaterLine[],
  names: Names,
  stamp: Stamp,
  numbers: ReadonlyMap<string, number>,
): readonly Statement[] =>
  [...Map.groupBy(lines, ({ theaterId }) => theaterId)].map(([theaterId, ofTheater]) => {
    const number = numbers.get(theaterId);
    return {
      ...stamp,
      theater: names.theater(theaterId) ?? theaterId,
      ...(number === undefined ? {} : { number }),
      lines: ofTheater.map((line) => statementLine(line, names)),
    };
  });
