import { isParkingAct, streamToTakeUp } from '../../following/parkingActs.ts';
import type { Position, RecordedEvent } from '../../ports/EventStore.ts';
import type { Checkpoint } from '../../ports/ReadStore.ts';
import { applyBatch } from './applyBatch.ts';
import { type RetryTarget, retryParked } from './retryParked.ts';

/** As `applyBatch`; where an operator asks for it in the log, a parked stream is taken up. Throws EventStoreUnavailable too. */
export const applyEvents = async (
  target: RetryTarget,
  from: Checkpoint,
  events: readonly RecordedEvent[],
  to: Position,
): Promise<Checkpoint> => {
  let at = from;
  let rest = events;
  for (const act of events.filter(isParkingAct)) {
    const place = rest.indexOf(act);
    const stream = streamToTakeUp(act, target.projection.name);
    if (stream !== undefined) {
      const before = rest.slice(0, place);
      at = await applyBatch(target, at, before, before.at(-1)?.position ?? at.position);
      await retryParked(target, at, [stream]);
    }
    rest = stream === undefined ? rest.toSpliced(place, 1) : rest.slice(place + 1);
  }
  return await applyBatch(target, at, rest, to);
};
