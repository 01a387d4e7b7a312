import type { Report } from './ReportQuestion.ts';

export type ReportRow = Report['items'][number];
type Money = { readonly amount: number; readonly currency: string };

export const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'currency' in value && 'amount' in value;

type NamesIn<Row> = Row extends unknown ? keyof Row : never;
/** Of the table: all that the reports say, but ids. */
export type Column = Exclude<NamesIn<ReportRow>, `${string}Id`>;

const idNames = /Id$/;

/** The columns of all rows, without ids, in order of their first appearance. */
export const columnsOf = (rows: readonly ReportRow[]): readonly Column[] =>
  [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name): name is Column => !idNames.test(name));

export const cellOf = (row: ReportRow, column: string): unknown => Reflect.get(row, column);

const figureOf = (row: ReportRow, measure: string): number => {
  const value = cellOf(row, measure);
  if (isMoney(value)) return value.amount;
  return typeof value === 'number' ? value : 0;
};

/** Amounts of two currencies are never added up, nor drawn in one chart. */
export const currenciesOf = (rows: readonly ReportRow[]): readonly (string | undefined)[] => {
  const found = new Set(rows.map((row) => ('currency' in row ? row.currency : undefined)));
  return found.size === 0 ? [undefined] : [...found];
};

export const ofCurrency = (rows: readonly ReportRow[], currency: string | undefined): readonly ReportRow[] =>
  rows.filter((row) => ('currency' in row ? row.currency : undefined) === currency);

/** What a row is about: a date, an hour, or a name. */
const keyOf = (row: ReportRow): string => {
  const { businessDate, hour, showtimeId, startsAt } = row;
  if (hour !== undefined) return hour;
  if (showtimeId === undefined && businessDate !== undefined) return businessDate;
  return [startsAt, row.movie, row.theater, row.hall].filter((each) => each !== undefined).join(' · ');
};

/** Sums of rows with the same key, in the order of the rows. */
export const summed = (
  rows: readonly ReportRow[],
  measure: string,
): readonly (readonly [string, number])[] => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + figureOf(row, measure));
  return [...sums];
};
