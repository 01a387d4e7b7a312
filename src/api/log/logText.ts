/** The next page or events are read only when the reader has taken the last, so a slow reader slows only itself. */
import { PassThrough, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { EventFilter, EventStore, LogPage, Position, RecordedEvent } from '../../ports/EventStore.ts';

/** Bounds the memory of one reader. */
const pageEvents = 500;
/** Written at a time; requests are answered in between. One event, such as a hall's layout, may have more. */
const chunkCharsMax = 65_536;

export interface LogRead {
  readonly after: Position;
  readonly filter: EventFilter;
  readonly limit: number;
}

/** Writes events as lines of text. */
export type LineOf = (event: RecordedEvent) => string;

function* chunksOf(events: readonly RecordedEvent[], lineOf: LineOf): Generator<string> {
  let text = '';
  for (const event of events) {
    text += lineOf(event);
    if (text.length < chunkCharsMax) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

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
      for (const chunk of chunksOf(page.events, lineOf)) {
        yield chunk;
        await setImmediate();
      }
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
        for (const chunk of chunksOf(taken, lineOf)) {
          if (!out.write(chunk)) await writable();
          if (out.writableEnded || out.destroyed) return;
        }
        if (left <= 0) out.end();
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
