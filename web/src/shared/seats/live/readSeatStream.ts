import { EventSourceParserStream } from 'eventsource-parser/stream';
import { apiOrigin } from '../../api/apiOrigin.ts';
import { identity } from '../../api/client.ts';
import type { StreamMessage } from './LiveMap.ts';

/** The server sends a comment every 15 s: after this long the connection is dead. */
const silenceMsMax = 40_000;
const pauseMsMin = 500;
const pauseMsMax = 15_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });

/** One connection, until it ends. Resolves with whether it brought anything. */
const readOnce = async (
  showtimeId: string,
  lastId: string | undefined,
  signal: AbortSignal,
  onMessage: (message: StreamMessage, id: string) => void,
): Promise<boolean> => {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), silenceMsMax);
  try {
    const answer = await fetch(`${apiOrigin}/v1/showtimes/${showtimeId}/seats/stream`, {
      headers: { ...identity(), ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
      signal: AbortSignal.any([signal, silent.signal]),
    });
    if (!answer.ok || answer.body === null) return false;
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (bytes, controller) => {
        clearTimeout(timer);
        timer = setTimeout(() => silent.abort(), silenceMsMax);
        controller.enqueue(bytes);
      },
    });
    const events = answer.body
      .pipeThrough(heard)
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    for (let next = await events.read(); !next.done; next = await events.read()) {
      const { event, id = '', data } = next.value;
      onMessage({ type: event, ...JSON.parse(data) } as StreamMessage, id);
    }
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};

/** Reads until the signal, over any number of connections; waits longer after each that brought nothing. */
export const readSeatStream = async (
  showtimeId: string,
  signal: AbortSignal,
  onMessage: (message: StreamMessage) => void,
): Promise<void> => {
  let lastId: string | undefined;
  let pauseMs = pauseMsMin;
  while (!signal.aborted) {
    const brought = await readOnce(showtimeId, lastId, signal, (message, id) => {
      lastId = id;
      pauseMs = pauseMsMin;
      onMessage(message);
    });
    if (signal.aborted) return;
    if (!brought) pauseMs = Math.min(pauseMsMax, pauseMs * 2);
    await pause(pauseMs, signal);
  }
};
