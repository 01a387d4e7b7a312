const minuteMs = 60_000;

/** The clock on the theater's wall at an instant, as if it were UTC. Swedes write dates as ISO 8601 does. */
const wallMs = (instantMs: number, timeZone: string): number => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${format.format(new Date(instantMs)).replace(' ', 'T')}Z`);
};

/** When the theater's clock shows so many minutes after the midnight that begins `date`; may be more than a day. */
export const instantOf = (date: string, minutes: number, timeZone: string): number => {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minutes * minuteMs;
  const guess = wanted - (wallMs(wanted, timeZone) - wanted);
  return guess + wanted - wallMs(guess, timeZone);
};

/** The other way round: minutes after the midnight that begins `date`. */
export const minutesOf = (instantMs: number, date: string, timeZone: string): number =>
  Math.round((wallMs(instantMs, timeZone) - Date.parse(`${date}T00:00:00Z`)) / minuteMs);

/** `25:10` is ten past one in the night after. */
export const minutesOfTime = (time: string): number | undefined => {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
};

/** As a time field of the browser has it. */
export const timeOf = (minutes: number): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
};
