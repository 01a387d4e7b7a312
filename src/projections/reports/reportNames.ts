export const reportNames = ['occupancy', 'revenue', 'funnel', 'lost-demand'] as const;
export type ReportName = (typeof reportNames)[number];
export const groupings = ['showtime', 'movie', 'hall', 'business-date', 'hour'] as const;
export type Grouping = (typeof groupings)[number];

/** A business date, inclusive, or an instant: `from` is inclusive, `to` exclusive. */
export type Bound = { readonly date: string } | { readonly instant: string };
