import { LRUCache } from 'lru-cache';
import { Histogram, type Registry } from 'prom-client';
import type { z } from 'zod';
import type { entryShown } from './schemas.ts';

type Told = Pick<z.output<typeof entryShown>, 'status' | 'estimatedSeconds'>;

export interface EstimateErrors {
  /** The first estimate of an entry is held against when its turn came. */
  told(entryId: string, shown: Told, nowMs: number): void;
}

/** Of callers whose estimates are remembered; the least recent is forgotten and not measured. */
const rememberedMax = 20_000;
const bucketsSeconds = [0, 1, 5, 15, 60, 300, 900, 3_600];

/** How far, in seconds, `waited` is outside of the range. */
const errorOf = ({ from, to }: { readonly from: number; readonly to: number }, waited: number): number =>
  Math.max(0, from - waited, waited - to);

export const estimateErrors = (metrics: Registry): EstimateErrors => {
  const error = new Histogram({
    name: 'marquee_queue_estimate_error_seconds',
    help: 'By how much a turn came before or after the range that its caller was first told; 0: within it.',
    buckets: bucketsSeconds,
    registers: [metrics],
  });
  const first = new LRUCache<string, { readonly from: number; readonly to: number; readonly atMs: number }>({
    max: rememberedMax,
  });
  return {
    told: (entryId, { status, estimatedSeconds: estimate }, nowMs) => {
      const before = first.get(entryId);
      if (status === 'waiting' && before === undefined && typeof estimate === 'object') {
        first.set(entryId, { ...estimate, atMs: nowMs });
      }
      if (status !== 'admitted' || before === undefined) return;
      first.delete(entryId);
      error.observe(errorOf(before, (nowMs - before.atMs) / 1_000));
    },
  };
};
