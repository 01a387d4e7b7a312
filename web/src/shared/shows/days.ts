const dayMs = 86_400_000;

/** The business date of now, `2026-11-29`: a night belongs to the evening before it until six. */
const nightEndsMs = 6 * 3_600_000;

export const businessDateOf = (nowMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(nowMs - nightEndsMs));

export const datesFrom = (first: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, day) =>
    new Date(Date.parse(`${first}T00:00:00Z`) + day * dayMs).toISOString().slice(0, 10),
  );
