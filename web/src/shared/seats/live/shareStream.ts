import type { LiveMap, StreamMessage } from './LiveMap.ts';
import { readSeatStream } from './readSeatStream.ts';

type Said = StreamMessage | { readonly type: 'who-has-a-map' };

/**
 * One connection for all tabs that show the same seats: the tab that has the lock reads, and tells the others. A browser
 * opens six connections per origin, and each stream takes one for as long as it is open.
 */
export const shareStream = (
  showtimeId: string,
  signal: AbortSignal,
  onMessage: (message: StreamMessage) => void,
  current: () => LiveMap | undefined,
): void => {
  const name = `marquee.seats.${showtimeId}`;
  const channel = new BroadcastChannel(name);
  let isReader = false;
  signal.addEventListener('abort', () => channel.close(), { once: true });
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.type !== 'who-has-a-map') return onMessage(data);
    const map = current();
    if (isReader && map !== undefined) channel.postMessage({ type: 'snapshot', ...map } satisfies Said);
  };
  channel.postMessage({ type: 'who-has-a-map' } satisfies Said);
  const read = async (): Promise<void> => {
    isReader = true;
    await readSeatStream(showtimeId, signal, (message) => {
      onMessage(message);
      if (!signal.aborted) channel.postMessage(message);
    });
    isReader = false;
  };
  navigator.locks.request(name, { signal }, read).catch(() => undefined);
};
