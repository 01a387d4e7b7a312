import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { Grouping, ReportName } from '../../projections/reports/reportNames.ts';
import type { ReportRow } from '../../projections/reports/reportQueries.ts';

type Cell = string | number;
/** A row as CSV has it; the names of its fields are those of the columns. */
export type FlatRow = Readonly<Record<string, Cell>>;

const distinct = (ids: readonly (string | null)[]): readonly string[] => [
  ...new Set(ids.filter((id) => id !== null)),
];

export type NamesOf = (row: ReportRow) => FlatRow;

/** Titles and names as they are today; absent where the catalog does not know them yet. */
export const readNames = async (
  catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf' | 'hallNames'>,
  rows: readonly ReportRow[],
): Promise<NamesOf> => {
  const [movies, theaters, halls] = await Promise.all([
    catalog.moviesOf(distinct(rows.map(({ movie_id }) => movie_id))),
    catalog.theatersOf(distinct(rows.map(({ theater_id }) => theater_id))),
    catalog.hallNames(distinct(rows.map(({ hall_id }) => hall_id))),
  ]);
  const named = (what: string, id: string | null, name: string | undefined): FlatRow =>
    id === null ? {} : { [`${what}Id`]: id, ...(name === undefined ? {} : { [what]: name }) };
  return ({ movie_id, theater_id, hall_id }) => ({
    ...named('movie', movie_id, movies.get(movie_id ?? '')?.title),
    ...named('theater', theater_id, theaters.get(theater_id ?? '')?.name),
    ...named('hall', hall_id, halls.get(hall_id ?? '')),
  });
};

const groupOf = (by: Grouping, { key, starts_at, business_date }: ReportRow): FlatRow => {
  if (by === 'hour') return { hour: key };
  if (by === 'business-date') return { businessDate: key };
  if (by !== 'showtime' || starts_at === null) return {};
  return {
    showtimeId: key.slice(key.indexOf(' ') + 1),
    startsAt: starts_at.toISOString(),
    ...(business_date === null ? {} : { businessDate: business_date }),
  };
};

const percentOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part * 10_000) / whole) / 100;

const occupancyOf = (figures: Readonly<Record<string, number>>): FlatRow => {
  const { showtimes = 0, seats = 0, booked = 0, held = 0, blocked = 0, admitted = 0 } = figures;
  const available = seats - booked - held - blocked;
  return {
    ...{ showtimes, seats, booked, held, blocked, available, admitted },
    occupancyPercent: percentOf(booked, seats),
  };
};

const figuresOf = (report: ReportName, { figures, sub }: ReportRow): FlatRow => {
  switch (report) {
    case 'occupancy':
      return occupancyOf(figures);
    case 'revenue': {
      const { gross = 0, refunds = 0, ...counts } = figures;
      return { currency: sub, ...counts, gross, refunds, net: gross - refunds };
    }
    case 'funnel':
      return figures;
    case 'lost-demand': {
      const [reason = '', seatType = '', party = ''] = sub.split(' ');
      return { reason, seatType, party: Number(party), ...figures };
    }
  }
};

export const flatRows = (
  { report, by }: { readonly report: ReportName; readonly by: Grouping },
  rows: readonly ReportRow[],
  namesOf: NamesOf,
): readonly FlatRow[] =>
  rows.map((row) => ({ ...groupOf(by, row), ...namesOf(row), ...figuresOf(report, row) }));

/** Amounts as the API shows money. */
export const withMoney = ({ gross, refunds, net, ...row }: FlatRow): object => {
  const { currency } = row;
  if (currency === undefined) return row;
  const money = (amount: Cell | undefined) => ({ amount: Number(amount), currency });
  return { ...row, gross: money(gross), refunds: money(refunds), net: money(net) };
};
