import { EventStoreUnavailable } from '../../ports/EventStore.ts';

/** The client's types do not fit those of Node exactly. */
interface ClientStream {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  read(): unknown;
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

export const itemsOf = <Item extends object>(
  stream: ClientStream,
  cancel: () => Promise<void>,
  replaced: AbortSignal,
): ItemStream<Item> => {
  let failure: { readonly error: unknown } | undefined;
  let ended = false;
  let wake = (): void => undefined;

  // Never removed: the client emits errors after a stream was closed too, and one without a listener ends the process.
  stream.on('error', (error: unknown) => {
    failure ??= { error };
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  stream.on('end', end);
  stream.on('close', end);
  stream.on('readable', () => wake());
  const fail = (): void => {
    failure ??= { error: anotherLeads() };
    wake();
  };
  if (replaced.aborted) fail();
  else replaced.addEventListener('abort', fail, { once: true });

  const isItem = (item: unknown): item is Item => typeof item === 'object' && item !== null;

  const readBuffered = (max: number): readonly Item[] => {
    const items: Item[] = [];
    while (items.length < max) {
      const item = stream.read();
      if (!isItem(item)) break;
      items.push(item);
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
        const items = readBuffered(max);
        if (items.length > 0) return items;
        if (failure !== undefined) throw failure.error;
        if (ended) return [];
        if (!(await something(silenceMaxMs))) {
          throw new EventStoreUnavailable(`nothing came for ${silenceMaxMs} ms`);
        }
      }
    },
    close: () => {
      ended = true;
      replaced.removeEventListener('abort', fail);
      cancel().catch(() => undefined);
      stream.destroy();
      wake();
    },
  };
};
