import { LRUCache } from 'lru-cache';
import type { SecurityEntry } from '../../ports/SecurityLog.ts';

const windowMs = 60_000;
const sendersMax = 10_000;
/** Per node, minute and action: a stranger must not fill the log, nor one hide another in it. */
const strangersMax = { perAddress: 20, altogether: 120 } as const;

/** False for what is only counted: refusals of strangers beyond a number, and all but the first export a minute of one actor. */
export const createFloodGate = () => {
  const counts = new LRUCache<string, number>({ max: sendersMax });
  let windowStartMs = 0;

  const isWithin = (key: string, max: number): boolean => {
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return before < max;
  };

  return ({ atMs, actorId, action, outcome, operation, address }: SecurityEntry): boolean => {
    if (Math.abs(atMs - windowStartMs) >= windowMs) {
      windowStartMs = atMs;
      counts.clear();
    }
    if (action === 'export' && outcome === 'done') return isWithin(`${actorId} ${operation}`, 1);
    if (actorId !== undefined || outcome !== 'refused') return true;
    return (
      isWithin(`${action} ${address}`, strangersMax.perAddress) && isWithin(action, strangersMax.altogether)
    );
  };
};
