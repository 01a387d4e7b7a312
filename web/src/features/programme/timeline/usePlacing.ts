import { useState } from 'preact/hooks';
import { instantOf } from '../../../shared/shows/wallClock.ts';
import { clashOf, minuteMs, type Slot, type Span, spanOf } from '../day/Slot.ts';
import type { Hall } from '../day/useDay.ts';
import type { Film } from '../films/useFilms.ts';
import { type Axis, snapMinutes, snapped } from './Axis.ts';

export interface Placement {
  readonly film: Film;
  readonly hall: Hall;
  readonly startsAtMs: number;
  /** The mouse holds it: then the timeline does not scroll to it. */
  readonly isDragged: boolean;
  /** Asked for: a dialog is open. */
  readonly isDropped: boolean;
}

export interface Placing {
  readonly placement: Placement | undefined;
  readonly span: Span | undefined;
  readonly clash: Slot | undefined;
  readonly isPast: boolean;
  pick(film: Film): void;
  drag(film: Film): void;
  /** The mouse let go of it, wherever that was. */
  endDrag(): void;
  moveTo(hall: Hall, startsAtMs: number): void;
  /** By steps of five minutes, and by halls. */
  step(steps: number, halls: number): void;
  drop(): void;
  /** Closes the dialog, and keeps the film at its place. */
  lift(): void;
  cancel(): void;
}

const evening = 18 * 60;

export const usePlacing = (axis: Axis, halls: readonly Hall[], slots: readonly Slot[]): Placing => {
  const [placement, setPlacement] = useState<Placement>();
  const hallAt = (index: number): Hall | undefined => halls[Math.min(Math.max(index, 0), halls.length - 1)];
  const change = (changes: Partial<Placement>): void =>
    setPlacement((before) => before && { ...before, ...changes });
  const take = (film: Film, isDragged: boolean): void => {
    const hall = placement?.hall ?? hallAt(0);
    const startsAtMs = placement?.startsAtMs ?? instantOf(axis.date, evening, axis.timeZone);
    if (hall !== undefined) setPlacement({ film, hall, startsAtMs, isDragged, isDropped: false });
  };
  const span =
    placement &&
    spanOf(placement.hall.id, placement.startsAtMs, {
      runtimeMinutes: placement.film.runtimeMinutes,
      cleaningMinutes: placement.hall.cleaningMinutes,
    });
  return {
    placement,
    span,
    clash: span && clashOf(span, slots),
    isPast: span !== undefined && span.startsAtMs < Date.now(),
    pick: (film) => take(film, false),
    drag: (film) => take(film, true),
    endDrag: () => change({ isDragged: false }),
    moveTo: (hall, startsAtMs) => change({ hall, startsAtMs: snapped(axis, startsAtMs) }),
    step: (steps, byHalls) =>
      setPlacement((before) => {
        if (before === undefined) return undefined;
        const hall = hallAt(halls.findIndex(({ id }) => id === before.hall.id) + byHalls) ?? before.hall;
        const startsAtMs = snapped(axis, before.startsAtMs + steps * snapMinutes * minuteMs);
        return { ...before, hall, startsAtMs };
      }),
    drop: () => change({ isDragged: false, isDropped: true }),
    lift: () => change({ isDropped: false }),
    cancel: () => setPlacement(undefined),
  };
};
