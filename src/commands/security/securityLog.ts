/** Takes entries without waiting, keeps a bounded number, and stores them in batches; nothing else waits for it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SecurityEntry, SecurityLogStore } from '../../ports/SecurityLog.ts';
import { createFloodGate } from './floodGate.ts';

export type LossOfEntry = 'full' | 'unstored' | 'flood';

export interface SecurityLogDeps {
  readonly store: Pick<SecurityLogStore, 'append'>;
  readonly counts: { stored(entries: number): void; lost(why: LossOfEntry, entries: number): void };
  readonly logger: { error(fields: object, message: string): void };
  readonly limits?: Partial<Record<keyof typeof securityLogLimits, number>>;
}

export const securityLogLimits = {
  queuedMax: 10_000,
  batchMax: 500,
  everyMs: 100,
  retryMs: 1_000,
  drainMs: 3_000,
} as const;

export interface SecurityLog {
  record(entry: SecurityEntry): void;
  /** Stores what is queued, for a few seconds at most. */
  close(): Promise<void>;
}

export const createSecurityLog = ({
  store,
  counts,
  logger,
  limits: changed,
}: SecurityLogDeps): SecurityLog => {
  const limits = { ...securityLogLimits, ...changed };
  const isToBeKept = createFloodGate();
  const queue: SecurityEntry[] = [];
  const closing = new AbortController();
  let storing: Promise<void> | undefined;
  let isAway = false;

  const lose = (why: LossOfEntry, entries: readonly SecurityEntry[]): void => {
    if (entries.length === 0) return;
    counts.lost(why, entries.length);
    for (const entry of entries) logger.error({ why, entry }, 'an entry of the security log is not stored');
  };

  /** False when the store did not take them. */
  const storeBatch = async (): Promise<boolean> => {
    const batch = queue.slice(0, limits.batchMax);
    try {
      await store.append(batch);
    } catch (error) {
      if (!isAway) logger.error({ err: error }, 'the security log is away: its entries wait');
      isAway = true;
      return false;
    }
    isAway = false;
    const stored = new Set(batch);
    // Entries may have been dropped from the front meanwhile.
    queue.splice(0, queue.length, ...queue.filter((entry) => !stored.has(entry)));
    counts.stored(batch.length);
    return true;
  };

  const wait = (ms: number) => pause(ms, undefined, { signal: closing.signal }).catch(() => undefined);
  const storeAll = async (): Promise<void> => {
    await wait(limits.everyMs);
    while (queue.length > 0) {
      if (await storeBatch()) continue;
      if (closing.signal.aborted) return;
      await wait(limits.retryMs);
    }
  };
  const start = (): void => {
    storing ??= storeAll().finally(() => {
      storing = undefined;
      if (queue.length > 0 && !closing.signal.aborted) start();
    });
  };

  return {
    record: (entry) => {
      if (!isToBeKept(entry)) return counts.lost('flood', 1);
      if (queue.length >= limits.queuedMax) lose('full', queue.splice(0, 1));
      queue.push(entry);
      start();
    },
    close: async () => {
      closing.abort();
      await Promise.race([storing, pause(limits.drainMs, undefined, { ref: false })]);
      lose('unstored', queue.splice(0));
    },
  };
};
