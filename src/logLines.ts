import pino, { type DestinationStream } from 'pino';

const chunkChars = 8_192;
const waitMs = 200;

/**
 * To standard error, many lines at a time. All are written when the process ends, also by an uncaught error; a process that is
 * killed loses what is not written yet. The destination would count the length of all that waits again with each line.
 */
export const logLines = (): DestinationStream & { flushSync(): void } => {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  const hand = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === '') return;
    const chunk = waiting;
    waiting = '';
    destination.write(chunk);
  };
  // Before those of the destination, which writes what it has.
  for (const end of ['beforeExit', 'exit'] as const) process.on(end, hand);
  const destination = pino.destination({ dest: 2, sync: false });
  return {
    write: (line) => {
      waiting += line;
      if (waiting.length >= chunkChars) hand();
      else timer ??= setTimeout(hand, waitMs).unref();
    },
    flushSync: () => {
      hand();
      destination.flushSync();
    },
  };
};
