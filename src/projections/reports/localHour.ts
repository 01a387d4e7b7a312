/** An expression for the local time of an instant, cut to its hour. */
export const localHourSql = (instant: string, offset: string): string =>
  `date_trunc('hour', ${instant} AT TIME ZONE 'UTC' + make_interval(mins => ${offset}))`;

/** An expression for such an hour with its offset, in minutes ahead of UTC: `2026-11-21T18:00+01:00`. */
export const hourTextSql = (localHour: string, offset: string): string => `
  to_char(${localHour}, 'YYYY-MM-DD"T"HH24:00') || CASE WHEN ${offset} < 0 THEN '-' ELSE '+' END
    || to_char(make_interval(mins => abs(${offset})), 'HH24:MI')`;
