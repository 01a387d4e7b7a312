import type { Show } from '../../../shared/shows/Show.ts';
import { instantOf, minutesOf } from '../../../shared/shows/wallClock.ts';
import { clashOf, type Slot, slotOf, spanOf } from '../day/Slot.ts';
import type { Hall } from '../day/useDay.ts';
import type { Planned } from '../schedule/useSchedule.ts';

export interface Copy {
  readonly show: Show;
  readonly planned: Planned;
}

export interface LeftOut extends Copy {
  /** Undefined for one that would start in the past. */
  readonly clash: Slot | undefined;
}

export interface CopyPlan {
  readonly copies: readonly Copy[];
  readonly left: readonly LeftOut[];
}

const dayMs = 86_400_000;

export const datePlus = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** The Monday before, or the day itself. */
export const mondayOf = (date: string): string =>
  datePlus(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The same hour on the theater's clock, so many days later. */
const later = (show: Show, days: number): number => {
  const { businessDate, timeZone, startsAt } = show;
  const minutes = minutesOf(Date.parse(startsAt), businessDate, timeZone);
  return instantOf(datePlus(businessDate, days), minutes, timeZone);
};

/** Which shows of a week can be scheduled again so many days later, beside the shows that are there already. */
export const planCopy = (
  week: readonly Show[],
  days: number,
  {
    halls,
    there,
    nowMs,
  }: { readonly halls: readonly Hall[]; readonly there: readonly Show[]; readonly nowMs: number },
): CopyPlan => {
  const cleaningOf = (hallId: string): number => halls.find(({ id }) => id === hallId)?.cleaningMinutes ?? 0;
  const taken: Slot[] = there.map((show) => slotOf(show, cleaningOf(show.hallId)));
  const copies: Copy[] = [];
  const left: LeftOut[] = [];
  for (const show of week.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))) {
    const { movie, hallId, format, language, priceParts } = show;
    const span = spanOf(hallId, later(show, days), {
      runtimeMinutes: movie.runtimeMinutes,
      cleaningMinutes: cleaningOf(hallId),
    });
    const startsAt = new Date(span.startsAtMs).toISOString();
    const planned = { movieId: movie.id, hallId, startsAt, basePrice: priceParts.base, format, language };
    const isPast = span.startsAtMs <= nowMs;
    const clash = isPast ? undefined : clashOf(span, taken);
    if (isPast || clash !== undefined) left.push({ show, planned, clash });
    else {
      copies.push({ show, planned });
      taken.push({ ...span, show });
    }
  }
  return { copies, left };
};
