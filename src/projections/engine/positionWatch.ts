import { type EventFilter, type Position, positionStart } from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import { type ReadStore, ReadStoreUnavailable } from '../../ports/ReadStore.ts';
import { filterOf, type Projection, schemaOf } from './Projection.ts';

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

/** What the model reads of the log. */
export interface WatchedFeed {
  readonly feed: Pick<LogFeed, 'hurry' | 'nothingUpTo'>;
  readonly filter: EventFilter;
}

/** @param fed a model moves its checkpoint now and then where the log holds nothing for it: it is as far as that even so */
export const positionWatch = (
  readStore: Pick<ReadStore, 'checkpoint'>,
  schema: string,
  fed?: WatchedFeed,
): PositionWatch => {
  const waiters = new Set<Waiter>();
  let known: Position = positionStart;
  let poll: NodeJS.Timeout | undefined;

  const look = async (): Promise<Position> => {
    const checkpoint = await readStore.checkpoint(schema);
    known = checkpoint?.position ?? positionStart;
    if (fed !== undefined && checkpoint !== undefined) known = fed.feed.nothingUpTo(known, fed.filter);
    for (const waiter of waiters) {
      if (known >= waiter.position) waiter.settle();
    }
    return known;
  };

  const pollWhileAwaited = (): void => {
    if (poll !== undefined || waiters.size === 0) return;
    fed?.feed.hurry(schema);
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

/** The watch over a model of the log that this process follows. */
export const modelWatch = (
  projection: Projection,
  {
    readStore,
    feed,
  }: { readonly readStore: Pick<ReadStore, 'checkpoint'>; readonly feed: WatchedFeed['feed'] },
): PositionWatch => positionWatch(readStore, schemaOf(projection), { feed, filter: filterOf(projection) });
