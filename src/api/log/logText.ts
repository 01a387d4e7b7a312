/** The next page or events are read only when the reader has taken the last, so a slow reader slows only itself. */
import { PassThrough, Readable } from 'node:stream';
import type { EventFilter, EventStore, LogPage, Position, RecordedEvent } from '../../ports/EventStore.ts';

/** Bounds the memory of one reader. */
const pageEvents = 500;

export interface LogRead {
  readonly after: Position;
  readonly filter: EventFilter;
  readonly limit: number;
}

/** Writes events as lines of text. */
export type LineOf = (event: RecordedEvent) => string;

const textOf = (events: readonly RecordedEvent[], lineOf: LineOf): string => events.map(lineOf).join('');

/** Resolves after the first page, so that a log that is away is still a refusal. */
export const readLogText = async (
  events: EventStore,
  { after, filter, limit }: LogRead,
  lineOf: LineOf,
): Promise<Readable> => {
  const read = (from: Position, left: number): Promise<LogPage> =>
    events.readAll(from, { maxCount: Math.min(left, pageEvents), filter });
  const first = await read(after, limit);
  const pages = async function* (): AsyncGenerator<string> {
    let page = first;
    let left = limit;
    for (;;) {
      if (page.events.length > 0) yield textOf(page.events, lineOf);
      left -= page.events.length;
      if (page.atEnd || left <= 0) return;
      page = await read(page.next, left);
    }
  };
  return Readable.from(pages(), { objectMode: false });
};

/** Ends after `limit` events, when the reader leaves or when `draining` says so. */
export const followLogText = (
  events: EventStore,
  { after, filter, limit }: LogRead,
  lineOf: LineOf,
  draining: AbortSignal,
): Readable => {
  const out = new PassThrough();
  let left = limit;
  const writable = (): Promise<void> =>
    new Promise((resolve) => {
      const settle = (): void => {
        out.off('drain', settle).off('close', settle);
        resolve();
      };
      out.once('drain', settle).once('close', settle);
    });
  const subscription = events.subscribe(
    after,
    {
      onEvents: async (recorded) => {
        if (out.writableEnded || out.destroyed) return;
        const taken = recorded.slice(0, left);
        left -= taken.length;
        const goesOn = taken.length === 0 || out.write(textOf(taken, lineOf));
        if (left <= 0) out.end();
        else if (!goesOn) await writable();
      },
      onFailed: (error) =>
        out.destroy(error instanceof Error ? error : new Error('the log failed', { cause: error })),
    },
    { filter },
  );
  const end = (): void => {
    out.end();
  };
  draining.addEventListener('abort', end, { once: true });
  const stop = (): void => {
    draining.removeEventListener('abort', end);
    subscription.close().catch(() => undefined);
  };
  out.once('end', stop).once('close', stop);
  return out;
};
