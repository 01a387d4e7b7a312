import type { LostDemand, Refusal } from '../../domain/demand/events.ts';
import type { ShowtimeFacts } from '../../domain/showtime/ShowtimeState.ts';

type Kind = Omit<Refusal, 'count'>;

/** Refusals of one showtime that are not recorded yet. */
export interface LostPeriod {
  readonly reportId: string;
  readonly showtimeId: string;
  readonly facts: Pick<ShowtimeFacts, 'movieId' | 'theaterId'>;
  readonly fromMs: number;
  add(refusal: Kind): void;
  /** Nothing is added after this. */
  end(nowMs: number): void;
  total(): number;
  untilMs(): number;
  refusals(): readonly Refusal[];
}

export const openPeriod = (
  reportId: string,
  { showtimeId, movieId, theaterId }: ShowtimeFacts,
  fromMs: number,
): LostPeriod => {
  const counts = new Map<string, { readonly kind: Kind; count: number }>();
  let untilMs = fromMs;
  return {
    ...{ reportId, showtimeId, facts: { movieId, theaterId }, fromMs },
    add: (kind) => {
      const key = `${kind.why} ${kind.seatType} ${kind.party}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { kind, count: 1 });
      else known.count += 1;
    },
    end: (nowMs) => {
      untilMs = Math.max(fromMs, nowMs);
    },
    total: () => [...counts.values()].reduce((sum, { count }) => sum + count, 0),
    untilMs: () => untilMs,
    refusals: () => [...counts.values()].map(({ kind, count }) => ({ ...kind, count })),
  };
};

export const reportOf = (period: LostPeriod): LostDemand => ({
  reportId: period.reportId,
  showtimeId: period.showtimeId,
  ...period.facts,
  from: new Date(period.fromMs).toISOString(),
  until: new Date(period.untilMs()).toISOString(),
  refusals: [...period.refusals()],
});
