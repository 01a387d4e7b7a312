import { DateTime, IANAZone } from 'luxon';

/** A show before this local hour belongs to the evening before. */
const businessDayStartHour = 6;

const timeZoneCharsMax = 64;

/** An IANA time zone such as `Europe/Paris`; not an offset (`+02:00`), which has no daylight saving time. */
export const isTimeZone = (name: string): boolean =>
  name.length <= timeZoneCharsMax && /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);

export interface LocalStart {
  readonly date: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

const localTime = (instant: string, timeZone: string): DateTime<true> => {
  const local = DateTime.fromISO(instant, { zone: timeZone });
  if (!local.isValid) throw new RangeError(`no local time for ${instant} in ${timeZone}`);
  return local;
};

/** Local time of an ISO 8601 instant. Throws RangeError for an invalid instant or time zone. */
export const localStart = (instant: string, timeZone: string): LocalStart => {
  const local = localTime(instant, timeZone);
  return { date: local.toISODate(), weekday: local.weekday, hour: local.hour, minute: local.minute };
};

/** The date (`2026-11-21`) of the program to which a show that starts at the instant belongs. Throws as localStart. */
export const businessDateOf = (instant: string, timeZone: string): string => {
  const local = localTime(instant, timeZone);
  return (local.hour < businessDayStartHour ? local.minus({ days: 1 }) : local).toISODate();
};

/** Minutes that local time is ahead of UTC at an instant. Throws as localStart. */
export const utcOffsetOf = (instant: string, timeZone: string): number =>
  Math.trunc(localTime(instant, timeZone).offset);
