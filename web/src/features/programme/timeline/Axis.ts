import { instantOf } from '../../../shared/shows/wallClock.ts';
import { minuteMs, type Span } from '../day/Slot.ts';

/** A business date from six in the morning to six of the next, as a line of pixels. */
export interface Axis {
  readonly date: string;
  readonly timeZone: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const dayBegins = 6 * 60;
const dayEnds = 30 * 60;
/** Most days begin about here. */
const firstShow = 10 * 60;
export const minutePx = 1.6;
export const snapMinutes = 5;

export const axisOf = (date: string, timeZone: string): Axis => ({
  ...{ date, timeZone },
  fromMs: instantOf(date, dayBegins, timeZone),
  toMs: instantOf(date, dayEnds, timeZone),
});

export const pxOf = ({ fromMs }: Axis, ms: number): number => ((ms - fromMs) / minuteMs) * minutePx;

export const widthOf = (axis: Axis): number => pxOf(axis, axis.toMs);

/** Where the line is scrolled to at first: half an hour before the first show. */
export const restingPx = (axis: Axis, spans: readonly Span[]): number => {
  const starts = spans.map(({ startsAtMs }) => startsAtMs - 30 * minuteMs);
  const usually = instantOf(axis.date, firstShow, axis.timeZone);
  return Math.max(0, pxOf(axis, starts.length === 0 ? usually : Math.min(...starts)));
};

/** Within the day, on a multiple of five minutes. */
export const snapped = ({ fromMs, toMs }: Axis, ms: number): number => {
  const step = snapMinutes * minuteMs;
  const within = Math.min(Math.max(ms, fromMs), toMs - step);
  return fromMs + Math.round((within - fromMs) / step) * step;
};

export const msAt = (axis: Axis, px: number): number =>
  snapped(axis, axis.fromMs + (px / minutePx) * minuteMs);

export const hoursOf = ({ date, timeZone }: Axis): readonly number[] =>
  Array.from({ length: (dayEnds - dayBegins) / 60 }, (_, hour) =>
    instantOf(date, dayBegins + hour * 60, timeZone),
  );

/** Where a span stands, for the style sheet. */
export const placeOf = (axis: Axis, { startsAtMs, endsAtMs, freeFromMs }: Span) => ({
  '--at': `${pxOf(axis, startsAtMs)}px`,
  '--show': `${((endsAtMs - startsAtMs) / minuteMs) * minutePx}px`,
  '--cleaning': `${((freeFromMs - endsAtMs) / minuteMs) * minutePx}px`,
});
