import { queueLimits } from './queueLimits.ts';

export interface SaleTimes {
  readonly entryOpensAt: string;
  readonly saleStartsAt: string;
}

/**
 * When the lot of a queue that is made at `nowMs` is drawn: before the sale, so that every caller knows their place when it
 * starts, if there is time enough to enter; else when it starts.
 */
export const drawsAtOf = ({ entryOpensAt, saleStartsAt }: SaleTimes, nowMs: number): string => {
  const saleStartsAtMs = Date.parse(saleStartsAt);
  const drawsAtMs = saleStartsAtMs - queueLimits.drawLeadMs;
  const isLongOpen = saleStartsAtMs - Date.parse(entryOpensAt) >= queueLimits.earlyDrawEntryMsMin;
  const isMadeInTime = drawsAtMs - nowMs >= queueLimits.drawLeadMs;
  return isLongOpen && isMadeInTime ? new Date(drawsAtMs).toISOString() : saleStartsAt;
};
