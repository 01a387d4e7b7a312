import { setImmediate as othersTurn } from 'node:timers/promises';
import { convertToCommandError } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';

/** The client's types do not fit those of Node exactly. */
interface ClientStream<Item> {
  on(event: 'data', listener: (item: Item) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
}

/** Per stream; beyond them the server waits. */
export const bufferedItemsMax = 1_000;

export const anotherLeads = (cause?: unknown): EventStoreUnavailable =>
  new EventStoreUnavailable('another server leads', { cause });

export interface ItemStream<Item> {
  /** At least one item; none at the end. Rejects with the stream's error or EventStoreUnavailable. */
  take(max: number, silenceMaxMs?: number): Promise<readonly Item[]>;
  close(): void;
}

export const itemsOf = <Item>(
  stream: ClientStream<Item>,
  cancel: () => void,
  replaced: AbortSignal,
): ItemStream<Item> => {
  let buffered: Item[] = [];
  let isPaused = false;
  let failure: { readonly error: unknown } | undefined;
  let ended = false;
  let wake = (): void => undefined;

  stream.on('data', (item) => {
    buffered.push(item);
    if (buffered.length >= bufferedItemsMax) {
      isPaused = true;
      stream.pause();
    }
    wake();
  });
  // Never removed: the client emits errors after a stream was closed too, and one without a listener ends the process.
  stream.on('error', (error) => {
    failure ??= { error: convertToCommandError(error) };
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  stream.on('end', end);
  stream.on('close', end);
  const fail = (): void => {
    failure ??= { error: anotherLeads() };
    wake();
  };
  if (replaced.aborted) fail();
  else replaced.addEventListener('abort', fail, { once: true });

  const takeBuffered = (max: number): readonly Item[] => {
    const items = buffered.slice(0, max);
    buffered = buffered.slice(max);
    if (isPaused && buffered.length < bufferedItemsMax) {
      isPaused = false;
      stream.resume();
    }
    return items;
  };

  const something = async (silenceMaxMs: number | undefined): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<boolean>((resolve) => {
        wake = () => resolve(true);
        if (silenceMaxMs !== undefined) timer = setTimeout(() => resolve(false), silenceMaxMs);
      });
    } finally {
      clearTimeout(timer);
      wake = () => undefined;
    }
  };

  return {
    async take(max, silenceMaxMs) {
      for (;;) {
        if (buffered.length > 0) return takeBuffered(max);
        if (failure !== undefined) throw failure.error;
        if (ended) return [];
        if (!(await something(silenceMaxMs))) {
          throw new EventStoreUnavailable(`nothing came for ${silenceMaxMs} ms`);
        }
        // Messages that arrived together are taken together.
        await othersTurn();
      }
    },
    close: () => {
      ended = true;
      replaced.removeEventListener('abort', fail);
      cancel();
      stream.destroy();
      wake();
    },
  };
};
