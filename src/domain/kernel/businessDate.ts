/**
 * What people mean by a day, in the theater's own time zone. Works from wall clocks, so that days of 23 and 25
 * hours need no special case. The present time never enters here.
 */
import { DateTime, IANAZone } from 'luxon';

/** A show before this local hour belongs to the evening before: nobody calls 01:00 on Saturday "Saturday's show". */
const businessDayStartHour = 6;

const timeZoneCharsMax = 64;

/** Whether this is an IANA time zone known here, such as `Europe/Paris`. Bare offsets (`+02:00`) know no summer. */
export const isTimeZone = (name: string): boolean =>
  name.length <= timeZoneCharsMax && /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);

export interface LocalStart {
  /** Local calendar date, `2026-11-21`. */
  readonly date: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
}

/** Throws for what is no instant or no time zone: both were checked when they came in. */
const localTime = (instant: string, timeZone: string): DateTime<true> => {
  const local = DateTime.fromISO(instant, { zone: timeZone });
  if (!local.isValid) throw new RangeError(`no local time for ${instant} in ${timeZone}`);
  return local;
};

/**
 * What calendar and clock on the theater's wall show at an instant (ISO 8601). Throws RangeError for what is no
 * instant or no time zone.
 */
export const localStart = (instant: string, timeZone: string): LocalStart => {
  const local = localTime(instant, timeZone);
  return { date: local.toISODate(), weekday: local.weekday, hour: local.hour, minute: local.minute };
};

/**
 * The day (`2026-11-21`) to which a show that starts at the instant belongs in the program. Throws RangeError as
 * {@link localStart} does.
 */
export const businessDateOf = (instant: string, timeZone: string): string => {
  const local = localTime(instant, timeZone);
  return (local.hour < businessDayStartHour ? local.minus({ days: 1 }) : local).toISODate();
};
