import { LRUCache } from 'lru-cache';
import { queueAboveHoldsPerSecond } from '../../domain/policies/policies.ts';
import { queueLimits } from '../../domain/queue/queueLimits.ts';
import type { Clock } from '../../ports/Clock.ts';
import { keyedId } from '../engine/fingerprint.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import type { Runners } from '../runners.ts';
import { openQueue } from './openQueue.ts';
import type { QueueDeps } from './QueueDeps.ts';

export interface DemandMeterDeps extends QueueDeps {
  readonly commands: QueueDeps['commands'] & Pick<Runners, 'theaters'>;
  readonly identityKey: Uint8Array;
  readonly clock: Clock;
  readonly context: () => CommandContext;
  readonly logger: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
}

export interface DemandMeter {
  /** A hold was asked for on this node. Never throws and never waits. */
  asked(showtimeId: string): void;
}

const showtimesMax = 2_000;
const windowMs = 1_000;
/** Those who come in the first minute get their places by lot. */
const entryMs = 60_000;
/** Nodes that notice within the same minute open the same queue. */
const sameQueueMs = 60_000;

interface Window {
  startMs: number;
  holds: number;
  /** The policy is asked above so many. */
  askAbove: number;
}

/** Opens a queue for a showtime once more holds a second are asked for on a node than its theater's policy allows. */
export const demandMeter = (deps: DemandMeterDeps): DemandMeter => {
  const { commands, clock, identityKey, logger } = deps;
  const windows = new LRUCache<string, Window>({ max: showtimesMax });

  /** The rate that the policy allows; infinite where no rate opens a queue, or none any more. */
  const openFor = async (showtimeId: string, holds: number): Promise<number> => {
    const { state } = await commands.showtimes.read(showtimeId);
    if (state.status === 'none' || state.queue !== undefined) return Number.POSITIVE_INFINITY;
    const { state: theater } = await commands.theaters.read(state.facts.theaterId);
    const above = theater.status === 'none' ? undefined : queueAboveHoldsPerSecond(theater.details.policies);
    if (above === undefined) return Number.POSITIVE_INFINITY;
    if (holds <= above) return above;
    const nowMs = clock.nowMs();
    const key = `${showtimeId} ${Math.floor(nowMs / sameQueueMs)}`;
    const outcome = await openQueue(
      deps,
      {
        queueId: keyedId(identityKey, { scope: 'automatic queue', key }, 'queue'),
        showtimeIds: [showtimeId],
        entryOpensAt: new Date(nowMs).toISOString(),
        saleStartsAt: new Date(nowMs + entryMs).toISOString(),
        admissionMinutes: queueLimits.admissionMinutesDefault,
        openAdmissionsMax: queueLimits.openAdmissionsDefault,
      },
      deps.context(),
    );
    logger.info({ showtimeId, holds, outcome: outcome.outcome }, 'demand for a showtime opened a queue');
    return Number.POSITIVE_INFINITY;
  };

  return {
    asked: (showtimeId) => {
      const nowMs = clock.nowMs();
      const window = windows.get(showtimeId);
      if (window === undefined || nowMs - window.startMs >= windowMs || nowMs < window.startMs) {
        windows.set(showtimeId, {
          startMs: nowMs,
          holds: 1,
          askAbove: queueLimits.automaticHoldsPerSecondMin,
        });
        return;
      }
      window.holds += 1;
      if (window.holds <= window.askAbove) return;
      window.askAbove = Number.POSITIVE_INFINITY;
      openFor(showtimeId, window.holds)
        .then((askAbove) => {
          window.askAbove = askAbove;
        })
        .catch((error: unknown) => {
          window.askAbove = window.holds;
          logger.warn({ showtimeId, err: error }, 'a queue could not be opened by demand');
        });
    },
  };
};
