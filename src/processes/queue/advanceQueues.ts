import type { CommandContext } from '../../commands/engine/Outcome.ts';
import { closeQueue, leaveQueue } from '../../commands/queue/closeQueue.ts';
import { drawLot } from '../../commands/queue/drawLot.ts';
import { attachShowtimes } from '../../commands/queue/openQueue.ts';
import type { QueueDeps } from '../../commands/queue/QueueDeps.ts';
import { offerOf } from '../../domain/queue/offer.ts';
import type { Queue } from '../../domain/queue/queueDecider.ts';
import { callsFromMs, turnsToCall, turnUntilMs } from '../../domain/queue/turns.ts';
import { type Showtime, showtimeStatus } from '../../domain/showtime/ShowtimeState.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { mustBeDone } from '../engine/Reaction.ts';
import type { Job, ProcessLogger } from '../engine/runJob.ts';
import { systemContext } from '../engine/systemContext.ts';

export interface AdvanceQueuesDeps extends QueueDeps {
  /** Whether seats can be held and paid for now. */
  isSelling(): boolean;
  /** Turns that lapsed and turns that were called. */
  readonly counted: (turns: { readonly lapsed: number; readonly called: number }) => void;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: ProcessLogger;
}

const everyMs = 500;
/** Selling may have been away before this process led; longer pauses are not made up for. */
const pauseMadeUpMsMax = 5_000;

const isLive = (showtime: Showtime, nowMs: number): boolean => {
  const status = showtimeStatus(showtime, nowMs);
  return status !== 'ended' && status !== 'cancelled';
};

const timesOf = ({ drawsAt, saleStartsAt }: Queue) => ({
  drawsAtMs: Date.parse(drawsAt),
  saleStartsAtMs: Date.parse(saleStartsAt),
});

const liveSeats = (showtimes: readonly Showtime[], nowMs: number) => {
  const onSale = showtimes.filter((showtime) => showtimeStatus(showtime, nowMs) === 'on-sale');
  const holders = new Set(
    showtimes.flatMap(({ inventory }) => [...inventory.admissions.values()].map(({ entryId }) => entryId)),
  );
  return {
    freeSeats: onSale.reduce((sum, showtime) => sum + offerOf(showtime).freeSeats, 0),
    withSeats: holders.size,
  };
};

/** Draws lots that are due, ends turns that have lapsed and calls the next callers. Safe on two nodes for a moment. */
export const advanceQueues = (deps: AdvanceQueuesDeps): Job => {
  const { commands, waitingRoom, clock, logger } = deps;
  let pausedAtMs: number | undefined;

  const showtimesOf = async ({ showtimeIds }: Queue): Promise<readonly Showtime[]> => {
    const states = await Promise.all(
      showtimeIds.map(async (id) => (await commands.showtimes.read(id)).state),
    );
    return states.flatMap((state) => (state.status === 'none' ? [] : [state]));
  };

  const call = async (
    queueId: string,
    queue: Queue,
    showtimes: readonly Showtime[],
    serving: number,
  ): Promise<void> => {
    const nowMs = clock.nowMs();
    const { freeSeats, withSeats } = liveSeats(showtimes, nowMs);
    const { openAdmissionsMax: openMax, lot } = queue;
    const untilMs = turnUntilMs({ nowMs, ...timesOf(queue), callers: lot?.entries ?? 0, serving, openMax });
    const turns = (counts: { readonly open: number; readonly waiting: number }) =>
      turnsToCall({ ...counts, withSeats, openMax, freeSeats });
    deps.counted(await waitingRoom.call(queueId, { nowMs, untilMs, turns }));
  };

  const advance = async (queueId: string, context: CommandContext, pausedMs: number): Promise<void> => {
    const { state: queue } = await commands.queues.read(queueId);
    // The room of a queue that is being opened.
    if (queue.status === 'none') return;
    if (queue.status === 'closed') {
      await leaveQueue(deps, queueId, queue, context);
      return;
    }
    const showtimes = await showtimesOf(queue);
    if (!showtimes.some((showtime) => isLive(showtime, clock.nowMs()))) {
      mustBeDone(await closeQueue(deps, queueId, context));
      return;
    }
    if (showtimes.some((showtime) => showtime.queue?.queueId !== queueId)) {
      await attachShowtimes(commands, queueId, queue, context);
    }
    if (clock.nowMs() < Date.parse(queue.drawsAt)) return;
    const standing = await waitingRoom.standing(queueId);
    if (standing?.isDrawn !== true) {
      mustBeDone(await drawLot(deps, queueId, queue, context));
      logger.info({ queueId, entries: standing?.entries }, 'a lot was drawn');
    }
    if (clock.nowMs() < callsFromMs(timesOf(queue))) return;
    if (pausedMs > 0) await waitingRoom.prolong(queueId, pausedMs);
    if (deps.isSelling()) await call(queueId, queue, showtimes, standing?.serving ?? 0);
  };

  /** How long selling has been away since the pass before. */
  const pausedSince = (): number => {
    const nowMs = clock.nowMs();
    const before = pausedAtMs;
    pausedAtMs = deps.isSelling() ? undefined : nowMs;
    return before === undefined ? 0 : Math.max(0, Math.min(nowMs - before, pauseMadeUpMsMax));
  };

  return {
    name: 'advance_queues',
    everyMs,
    pass: async () => {
      const pausedMs = pausedSince();
      for (const queueId of await waitingRoom.openRooms()) {
        try {
          await advance(queueId, systemContext(deps.ids), pausedMs);
        } catch (error) {
          // Another queue must not wait for this one.
          logger.warn({ queueId, err: error }, 'a queue could not be advanced, trying again');
        }
      }
      return undefined;
    },
  };
};
