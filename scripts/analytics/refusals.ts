import type { ToldShowtime } from '../../bench/scale/authorSales.ts';
import type { LogAuthor, Told } from '../../bench/scale/LogAuthor.ts';
import type { Timeline } from '../../src/cli/onsale/timeline.ts';
import { demandAggregate } from '../../src/domain/demand/demandAggregate.ts';
import type { DemandCommand, DemandState } from '../../src/domain/demand/demandDecider.ts';
import type { LostDemand } from '../../src/domain/demand/events.ts';
import { isSoldOut } from '../../src/domain/demand/wantedSeats.ts';

/** A party that found too few seats. */
export interface RefusalTold {
  readonly showtimeId: string;
  readonly why: 'sold-out' | 'seats-unavailable';
  readonly party: number;
}

export interface Refusals {
  readonly told: readonly RefusalTold[];
  /** A node counts for a minute and reports then. */
  tell(showtime: ToldShowtime, party: number): void;
}

const periodMs = 60_000;

export const createRefusals = (author: LogAuthor, timeline: Timeline): Refusals => {
  const told: RefusalTold[] = [];
  const demands = new Map<string, Told<DemandState>>();
  return {
    told,
    tell: ({ state }, party) => {
      if (state.status === 'none') throw new Error('there is no showtime to be refused seats of');
      const { showtimeId, movieId, theaterId } = state.facts;
      const fromMs = author.nowMs();
      const isFull = isSoldOut(state.inventory, 'any', fromMs);
      const why: RefusalTold['why'] = isFull ? 'sold-out' : 'seats-unavailable';
      told.push({ showtimeId, why, party });
      timeline.after(periodMs, () => {
        const lost: LostDemand = {
          ...{ reportId: author.ids.next(author.nowMs()), showtimeId, movieId, theaterId },
          ...{ from: new Date(fromMs).toISOString(), until: new Date(author.nowMs()).toISOString() },
          refusals: [{ why, seatType: 'any', party, count: 1 }],
        };
        const demand = demands.get(showtimeId) ?? author.begin(demandAggregate, showtimeId);
        demands.set(showtimeId, demand);
        const command: DemandCommand = { type: 'RecordLostDemand', lost };
        author.tell(demandAggregate, demand, command, { role: 'system' });
      });
    },
  };
};
