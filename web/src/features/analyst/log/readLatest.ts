import type { LogEvent } from './LogEvent.ts';

export interface Range {
  /** In milliseconds; the log has nothing before. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

export interface LatestPage {
  /** The latest first. */
  readonly events: readonly LogEvent[];
  /** What is left to read, before these events. */
  readonly rest?: Range;
}

export interface LatestReads {
  /** Events decided in this range, the earliest first, at most `max` of them. */
  read(range: Range, max: number): Promise<readonly LogEvent[]>;
  /** A page ends after so many. */
  readonly pageEvents: number;
  /** More than this in a range is narrowed down. */
  readonly readEvents: number;
}

/** Of one millisecond: a range cannot be narrower. */
const instantEvents = 10_000;

/** The log is read forwards only: ranges of time are taken from its end, halved for as long as one read does not hold them. */
export const readLatest = async (
  { read, readEvents, pageEvents }: LatestReads,
  { fromMs, toMs: endMs }: Range,
): Promise<LatestPage> => {
  const found: LogEvent[] = [];
  let toMs = endMs;
  /** From here to `toMs` there is more than one read holds. */
  let tooMuchFromMs: number | undefined;
  while (found.length < pageEvents && toMs > fromMs) {
    const beginMs =
      tooMuchFromMs === undefined ? fromMs : toMs - Math.max(1, Math.floor((toMs - tooMuchFromMs) / 2));
    const isInstant = toMs - beginMs <= 1;
    const events = await read({ fromMs: beginMs, toMs }, isInstant ? instantEvents : readEvents);
    if (!isInstant && events.length >= readEvents) {
      tooMuchFromMs = Math.max(beginMs, Date.parse(events[0]?.at ?? ''));
      continue;
    }
    found.push(...events.toReversed());
    toMs = beginMs;
    if (events.length > 0) tooMuchFromMs = undefined;
  }
  return { events: found, ...(toMs > fromMs ? { rest: { fromMs, toMs } } : {}) };
};
