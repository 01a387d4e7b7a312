import { isProblem, type Problem } from '../../../shared/api/Problem.ts';
import { storedScans } from '../gateStore.ts';
import { repeatCheckIn, sendOfflineScan } from './checkInCalls.ts';
import { isRefusal } from './isRefusal.ts';
import type { Scan } from './Scan.ts';

/** Of one go; the next one takes the rest. */
const sentAtOnceMax = 200;

const sendOne = async (scan: Scan) => {
  if (scan.asked !== true) return await sendOfflineScan(scan);
  try {
    return await repeatCheckIn(scan);
  } catch (error) {
    if (!isRefusal(error) || isProblem(error, 'already-admitted')) throw error;
    return await sendOfflineScan(scan);
  }
};

const conflictOf = ({ kind, body }: Problem): Partial<Scan> => ({
  state: 'conflict',
  why: kind,
  ...(typeof body.admittedAt === 'string' ? { otherAt: body.admittedAt } : {}),
});

const sendWaiting = async (): Promise<void> => {
  const waiting = storedScans.store.get().filter(({ state }) => state === 'waiting');
  for (const scan of waiting.slice(0, sentAtOnceMax)) {
    try {
      const { checkinId } = await sendOne(scan);
      await storedScans.revise(scan.id, {
        state: 'sent',
        ...(checkinId === undefined ? {} : { checkinId }),
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await storedScans.revise(scan.id, conflictOf(error));
    }
  }
};

/** Sends what waits, the oldest first, in one tab at a time. Throws what the network or a missing sign-in throws. */
export const sendScans = (): Promise<void> =>
  navigator.locks.request('marquee.gate.send', { ifAvailable: true }, async (lock) => {
    if (lock !== null) await sendWaiting();
  });
