import { setTimeout as pause } from 'node:timers/promises';

/** Calls `send` at fixed instants, whatever becomes of the calls before; resolves when all have ended. */
export const openLoop = async (
  { perSecond, forMs }: { readonly perSecond: number; readonly forMs: number },
  send: (nth: number, dueMs: number) => Promise<void>,
): Promise<void> => {
  const startMs = performance.now();
  const count = Math.floor((perSecond * forMs) / 1_000);
  const sent: Promise<void>[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const dueMs = startMs + (nth * 1_000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
    sent.push(send(nth, dueMs));
  }
  await Promise.all(sent);
};
