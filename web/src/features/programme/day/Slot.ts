import type { Show } from '../../../shared/shows/Show.ts';

/** A time in a hall, in milliseconds. */
export interface Span {
  readonly hallId: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** When the hall is clean again. */
  readonly freeFromMs: number;
}

export interface Slot extends Span {
  readonly show: Show;
}

export const minuteMs = 60_000;

export const spanOf = (
  hallId: string,
  startsAtMs: number,
  { runtimeMinutes, cleaningMinutes }: { readonly runtimeMinutes: number; readonly cleaningMinutes: number },
): Span => {
  const endsAtMs = startsAtMs + runtimeMinutes * minuteMs;
  return { hallId, startsAtMs, endsAtMs, freeFromMs: endsAtMs + cleaningMinutes * minuteMs };
};

export const slotOf = (show: Show, cleaningMinutes: number): Slot => {
  const endsAtMs = Date.parse(show.endsAt);
  return {
    ...{ hallId: show.hallId, startsAtMs: Date.parse(show.startsAt), endsAtMs, show },
    freeFromMs: endsAtMs + cleaningMinutes * minuteMs,
  };
};

/** The first slot that is in the way: the hall is in use or being cleaned. */
export const clashOf = <Other extends Span>(wanted: Span, slots: readonly Other[]): Other | undefined =>
  slots.find(
    ({ hallId, startsAtMs, freeFromMs }) =>
      hallId === wanted.hallId && startsAtMs < wanted.freeFromMs && wanted.startsAtMs < freeFromMs,
  );
