import type { Refusal } from '../../domain/demand/events.ts';
import { isSoldOut, partyOf, wantedTypeOf } from '../../domain/demand/wantedSeats.ts';
import type { SeatSelection } from '../../domain/showtime/commands.ts';
import type { SeatInventory } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeFacts } from '../../domain/showtime/ShowtimeState.ts';
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
const notedMax = 5_000;
/** How long the answer to whether a hall is sold out is kept while its showtime does not change. */
const soldOutKeptMs = 1_000;

interface Note {
  readonly showtimeId: string;
  readonly selection: SeatSelection;
  readonly why: Refusal['why'];
  readonly atMs: number;
}

interface SoldOut {
  readonly inventory: SeatInventory;
  readonly untilMs: number;
  readonly types: Map<Refusal['seatType'], boolean>;
}

export const openLostDemandCounter = (deps: LostDemandDeps): LostDemandCounter => {
  const { commands, clock, ids, uncounted, logger } = deps;
  const periods = new Map<string, LostPeriod>();
  const soldOuts = new Map<string, SoldOut>();
  const noted: Note[] = [];
  let counting: Promise<void> | undefined;
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

  const periodOf = (showtimeId: string, facts: ShowtimeFacts, fromMs: number): LostPeriod | undefined => {
    const known = periods.get(showtimeId);
    if (known !== undefined || periods.size >= showtimesMax) return known;
    const opened = openPeriod(ids.next(), facts, fromMs);
    periods.set(showtimeId, opened);
    return opened;
  };

  const countOf = async (showtimeId: string, notes: readonly Note[]): Promise<void> => {
    const { state } = await commands.showtimes.read(showtimeId);
    if (state.status === 'none') return;
    const { facts, inventory } = state;
    const period = periodOf(showtimeId, facts, notes[0]?.atMs ?? clock.nowMs());
    if (period === undefined) return uncounted.inc(notes.length);
    for (const { selection, why } of notes) {
      const seatType = wantedTypeOf(inventory, selection);
      const isAll = why === 'seats-unavailable' && isAllSold(showtimeId, inventory, seatType);
      period.add({ why: isAll ? 'sold-out' : why, seatType, party: partyOf(selection) });
    }
  };

  /** Refusals of one turn of the event loop are counted together: they are mostly of one showtime. */
  const count = async (): Promise<void> => {
    while (noted.length > 0) {
      await new Promise(setImmediate);
      const byShowtime = Map.groupBy(noted.splice(0), ({ showtimeId }) => showtimeId);
      for (const [showtimeId, notes] of byShowtime)
        await countOf(showtimeId, notes).catch(() => uncounted.inc(notes.length));
    }
    counting = undefined;
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
      if (noted.length >= notedMax) return uncounted.inc(1);
      noted.push({ showtimeId, selection, why, atMs: clock.nowMs() });
      counting ??= count();
    },
    close: async () => {
      clearInterval(tick);
      const rest = async (): Promise<void> => {
        await counting;
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
