import type { components, paths } from '../../../shared/api/schema.ts';

export const groupings = ['business-date', 'showtime', 'movie', 'hall', 'hour'] as const;
export type Grouping = (typeof groupings)[number];

/** The figures of each report that a chart can show, the most telling first. */
export const measures = {
  occupancy: ['booked', 'occupancyPercent', 'held', 'blocked', 'available', 'admitted', 'seats', 'showtimes'],
  revenue: ['net', 'gross', 'refunds', 'bookings', 'seats'],
  funnel: ['confirmed', 'holds', 'seatsHeld', 'released', 'expired', 'checkouts', 'declined', 'cancelled'],
  'lost-demand': ['refusals', 'seats'],
} as const;
export type ReportName = keyof typeof measures;
export type Measure = (typeof measures)[ReportName][number];

export const reportNames = Object.keys(measures) as readonly ReportName[];

export interface ReportQuestion {
  readonly report: ReportName;
  readonly by: Grouping;
  readonly measure: Measure;
  readonly theaterId?: string;
  readonly from?: string;
  readonly to?: string;
}

type Schemas = components['schemas'];
export type Report =
  | Schemas['ReportOccupancy']
  | Schemas['ReportRevenue']
  | Schemas['ReportFunnel']
  | Schemas['ReportLostDemand'];
export type ReportQuery = NonNullable<paths['/v1/reports/occupancy']['get']['parameters']['query']>;

const date = /^\d{4}-\d{2}-\d{2}$/;
const among = <Value extends string>(allowed: readonly Value[], value: string | null): Value | undefined =>
  allowed.find((each) => each === value);

/** As it stands in the address of the page. */
export const questionIn = (search: URLSearchParams): ReportQuestion => {
  const report = among(reportNames, search.get('report')) ?? 'occupancy';
  const allowed: readonly Measure[] = measures[report];
  const dates = (['from', 'to'] as const).flatMap((name) => {
    const value = search.get(name) ?? '';
    return date.test(value) ? [[name, value]] : [];
  });
  const theaterId = search.get('theaterId');
  return {
    report,
    by: among(groupings, search.get('by')) ?? 'business-date',
    measure: among(allowed, search.get('measure')) ?? measures[report][0],
    ...(theaterId ? { theaterId } : {}),
    ...Object.fromEntries(dates),
  };
};

export const queryOf = ({ report: _report, measure: _measure, ...query }: ReportQuestion): ReportQuery =>
  query;
