import type { Refusal } from '../../domain/demand/events.ts';
import { isSoldOut, partyOf, wantedTypeOf } from '../../domain/demand/wantedSeats.ts';
import type { SeatSelection } from '../../domain/showtime/commands.ts';
import type { SeatInventory } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import type { Runners } from '../runners.ts';
import { type LostPeriod, openPeriod, reportOf } from './lostPeriod.ts';

export interface LostDemandCounter {
  /** A hold was refused on this node. Never throws and never waits. */
  refused(showtimeId: string, selection: SeatSelection, why: Refusal['why']): void;
  /** Records what was counted so far, within five seconds. */
  close(): Promise<void>;
}

export interface LostDemandDeps {
  readonly commands: Pick<Runners, 'showtimes' | 'demands'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly context: () => CommandContext;
  /** Counts refusals that are in no report. */
  readonly uncounted: { inc(refusals: number): void };
  readonly logger: { warn(fields: object, message: string): void };
}

const periodMs = 60_000;
const tickMs = 1_000;
const closeWithinMs = 5_000;
const showtimesMax = 2_000;
const reportsWaitingMax = 4_000;
const reportsAtOnce = 20;
const reportsPerTick = 200;
const countingMax = 5_000;
/** How long the answer to whether a hall is sold out is kept while its showtime does not change. */
const soldOutKeptMs = 1_000;

interface SoldOut {
  readonly inventory: SeatInventory;
  readonly untilMs: number;
  readonly types: Map<Refusal['seatType'], boolean>;
}

export const openLostDemandCounter = (deps: LostDemandDeps): LostDemandCounter => {
  const { commands, clock, ids, uncounted, logger } = deps;
  const periods = new Map<string, LostPeriod>();
  const soldOuts = new Map<string, SoldOut>();
  const counting = new Set<Promise<void>>();
  let waiting: LostPeriod[] = [];

  const isAllSold = (showtimeId: string, inventory: SeatInventory, type: Refusal['seatType']): boolean => {
    const nowMs = clock.nowMs();
    let known = soldOuts.get(showtimeId);
    if (known === undefined || known.inventory !== inventory || nowMs >= known.untilMs) {
      known = { inventory, untilMs: nowMs + soldOutKeptMs, types: new Map() };
      soldOuts.set(showtimeId, known);
    }
    const answer = known.types.get(type) ?? isSoldOut(inventory, type, nowMs);
    known.types.set(type, answer);
    return answer;
  };

  const count = async (showtimeId: string, selection: SeatSelection, why: Refusal['why']): Promise<void> => {
    const { state } = await commands.showtimes.read(showtimeId);
    if (state.status === 'none') return;
    let period = periods.get(showtimeId);
    if (period === undefined && periods.size >= showtimesMax) return uncounted.inc(1);
    if (period === undefined) {
      period = openPeriod(ids.next(), state.facts, clock.nowMs());
      periods.set(showtimeId, period);
    }
    const seatType = wantedTypeOf(state.inventory, selection);
    const isAll = why === 'seats-unavailable' && isAllSold(showtimeId, state.inventory, seatType);
    period.add({ why: isAll ? 'sold-out' : why, seatType, party: partyOf(selection) });
  };

  const end = (isDue: (period: LostPeriod) => boolean): void => {
    for (const [showtimeId, period] of periods) {
      if (!isDue(period)) continue;
      period.end(clock.nowMs());
      periods.delete(showtimeId);
      soldOuts.delete(showtimeId);
      waiting.push(period);
    }
    for (const dropped of waiting.splice(0, waiting.length - reportsWaitingMax))
      uncounted.inc(dropped.total());
  };

  /** Reports that could not be recorded keep their ids, so that none is counted twice. */
  const send = async (reports: readonly LostPeriod[]): Promise<readonly LostPeriod[]> => {
    const sent = reports.map(async (period) => {
      const command = { type: 'RecordLostDemand', lost: reportOf(period) } as const;
      const outcome = await commands.demands.execute(period.showtimeId, command, deps.context());
      return outcome.outcome === 'unavailable' ? [period] : [];
    });
    return (await Promise.all(sent)).flat();
  };

  const flush = async (reportsMax: number): Promise<void> => {
    for (let sent = 0; sent < reportsMax && waiting.length > 0; sent += reportsAtOnce) {
      const batch = waiting.slice(0, reportsAtOnce);
      waiting = waiting.slice(reportsAtOnce);
      const left = await send(batch);
      waiting = [...left, ...waiting];
      if (left.length > 0) return;
    }
  };

  let flushing: Promise<void> | undefined;
  const flushOnce = (reportsMax: number): Promise<void> => {
    flushing ??= flush(reportsMax)
      .catch((error: unknown) => logger.warn({ err: error }, 'lost demand could not be recorded'))
      .finally(() => {
        flushing = undefined;
      });
    return flushing;
  };
  const tick = setInterval(() => {
    const nowMs = clock.nowMs();
    end(({ fromMs }) => nowMs - fromMs >= periodMs || nowMs < fromMs);
    void flushOnce(reportsPerTick);
  }, tickMs);

  return {
    refused: (showtimeId, selection, why) => {
      if (counting.size >= countingMax) return uncounted.inc(1);
      const counted = count(showtimeId, selection, why)
        .catch(() => uncounted.inc(1))
        .finally(() => counting.delete(counted));
      counting.add(counted);
    },
    close: async () => {
      clearInterval(tick);
      const rest = async (): Promise<void> => {
        await Promise.all(counting);
        end(() => true);
        await flushing;
        await flushOnce(reportsWaitingMax);
      };
      const overdue = Promise.withResolvers<void>();
      const deadline = setTimeout(overdue.resolve, closeWithinMs);
      await Promise.race([rest(), overdue.promise]);
      clearTimeout(deadline);
      if (waiting.length > 0) logger.warn({ reports: waiting.length }, 'counts of lost demand are lost');
    },
  };
};
