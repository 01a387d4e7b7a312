import { type Position, positionStart } from '../../ports/EventStore.ts';
import { type ReadStore, ReadStoreUnavailable } from '../../ports/ReadStore.ts';

const pollEveryMs = 25;
const waitersMax = 10_000;

export interface PositionWatch {
  /** How far the model is now; the start when it does not exist. Throws ReadStoreUnavailable. */
  position(): Promise<Position>;
  /** Waits until the model is at `position` or `withinMs` is over; says how far it is. */
  waitFor(position: Position, withinMs: number): Promise<Position>;
}

interface Waiter {
  readonly position: Position;
  settle(): void;
}

export const positionWatch = (readStore: Pick<ReadStore, 'checkpoint'>, schema: string): PositionWatch => {
  const waiters = new Set<Waiter>();
  let known: Position = positionStart;
  let poll: NodeJS.Timeout | undefined;

  const look = async (): Promise<Position> => {
    known = (await readStore.checkpoint(schema))?.position ?? positionStart;
    for (const waiter of waiters) {
      if (known >= waiter.position) waiter.settle();
    }
    return known;
  };

  const pollWhileAwaited = (): void => {
    if (poll !== undefined || waiters.size === 0) return;
    poll = setTimeout(() => {
      look()
        .catch(() => undefined)
        .finally(() => {
          poll = undefined;
          pollWhileAwaited();
        });
    }, pollEveryMs);
  };

  return {
    position: look,
    waitFor: async (position, withinMs) => {
      if ((await look()) >= position) return known;
      if (waiters.size >= waitersMax)
        throw new ReadStoreUnavailable(`${waitersMax} reads wait for ${schema}`);
      return await new Promise<Position>((resolve) => {
        const settle = (): void => {
          clearTimeout(deadline);
          waiters.delete(waiter);
          resolve(known);
        };
        const waiter: Waiter = { position, settle };
        const deadline = setTimeout(settle, withinMs);
        waiters.add(waiter);
        pollWhileAwaited();
      });
    },
  };
};
