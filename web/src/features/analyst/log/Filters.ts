import type { LogQuery } from './readLog.ts';

const filterNames = ['category', 'type', 'stream', 'period', 'order'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

const hourMs = 3_600_000;
const periods: Readonly<Record<string, number>> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  all: Number.POSITIVE_INFINITY,
};
const periodUsually = 'hour';

export const periodOf = ({ period, stream }: Filters): string =>
  period ?? (stream === undefined ? periodUsually : 'all');

export const filtersIn = (search: URLSearchParams): Filters =>
  Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = search.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  );

type Named = Pick<LogQuery, 'category' | 'type' | 'stream'>;

/** What the server checks; a name that it does not know is refused there, in words. */
export const namedIn = ({ category, type, stream }: Filters): Named =>
  Object.fromEntries(Object.entries({ category, type, stream }).filter(([, value]) => value !== undefined));

/** In milliseconds; 0 for the whole log. */
export const sinceOf = (filters: Filters, nowMs: number): number => {
  const lengthMs = periods[periodOf(filters)] ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(lengthMs) ? nowMs - lengthMs : 0;
};

export const fromEarliest = ({ order }: Filters): boolean => order === 'earliest';
