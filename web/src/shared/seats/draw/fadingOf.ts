import type { Seat } from '../plan/SeatPlan.ts';

const fadeMs = 900;

/** Seats that have just gone, for a moment. */
export const fadingOf = () => {
  const started = new Map<string, number>();
  return {
    start: (seats: readonly Seat[], nowMs: number): void => {
      for (const { id } of seats) started.set(id, nowMs);
    },
    at: (nowMs: number): ReadonlyMap<string, number> => {
      for (const [id, sinceMs] of started) if (nowMs - sinceMs >= fadeMs) started.delete(id);
      return new Map([...started].map(([id, sinceMs]) => [id, (nowMs - sinceMs) / fadeMs]));
    },
  };
};
