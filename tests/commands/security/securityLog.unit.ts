/** The queue before the security log: bounded, never waited for, and honest about what it could not store. */
import { expect, it } from 'vitest';
import { createSecurityLog, type SecurityLogDeps } from '../../../src/commands/security/securityLog.ts';
import { type SecurityEntry, SecurityLogUnavailable } from '../../../src/ports/SecurityLog.ts';
import { entry } from '../../contracts/securityLogContract.ts';
import { eventually } from '../../support/eventually.ts';

const open = (append: (entries: readonly SecurityEntry[]) => Promise<void>, limits = {}) => {
  const stored: string[] = [];
  const lost: Record<string, number> = {};
  const logged: { readonly fields: object; readonly message: string }[] = [];
  const deps: SecurityLogDeps = {
    store: {
      append: async (entries) => {
        await append(entries);
        stored.push(...entries.map(({ id }) => id));
      },
    },
    counts: {
      stored: () => undefined,
      lost: (why, entries) => {
        lost[why] = (lost[why] ?? 0) + entries;
      },
    },
    logger: { error: (fields, message) => void logged.push({ fields, message }) },
    limits: { everyMs: 1, retryMs: 5, drainMs: 50, ...limits },
  };
  return { log: createSecurityLog(deps), stored, lost, logged };
};
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => entry(from + n).id);
const away = async (): Promise<void> => {
  throw new SecurityLogUnavailable('away');
};

it('stores in batches what was recorded, in order, without being waited for', async () => {
  const batches: number[] = [];
  const { log, stored } = open(async ({ length }) => void batches.push(length), { batchMax: 4 });
  for (let n = 1; n <= 10; n += 1) log.record(entry(n));
  expect(stored).toEqual([]);
  await eventually(() => expect(stored).toEqual(ids(1, 10)));
  expect(batches).toEqual([4, 4, 2]);
  log.record(entry(11));
  await log.close();
  expect(stored).toEqual(ids(1, 11));
});

it('keeps entries while the store is away, and stores each once when it is back', async () => {
  let isAway = true;
  const { log, stored, lost } = open(async () => (isAway ? away() : undefined));
  for (let n = 1; n <= 3; n += 1) log.record(entry(n));
  await new Promise((resolve) => setTimeout(resolve, 30));
  isAway = false;
  await eventually(() => expect(stored).toEqual(ids(1, 3)));
  expect(lost).toEqual({});
  await log.close();
});

it('drops the oldest of a full queue, counts it and logs it whole', async () => {
  const { log, lost, logged } = open(away, { queuedMax: 3 });
  for (let n = 1; n <= 5; n += 1) log.record(entry(n));
  expect(lost).toEqual({ full: 2 });
  expect(logged).toEqual(
    [1, 2].map((n) => ({
      fields: { why: 'full', entry: entry(n) },
      message: 'an entry of the security log is not stored',
    })),
  );
  await log.close();
  expect(lost).toEqual({ full: 2, unstored: 3 });
});

it('closes in time though the store hangs, and tells what it did not take', async () => {
  const { log, lost } = open(() => new Promise(() => undefined));
  log.record(entry(1));
  await new Promise((resolve) => setTimeout(resolve, 10));
  await log.close();
  expect(lost).toEqual({ unstored: 1 });
});

it('is not filled by a stranger, nor are others hidden in what one sends', async () => {
  const { log, stored, lost } = open(async () => undefined);
  const { actorId: _, ...stranger } = entry(1, { outcome: 'refused', action: 'access-denied', atMs: 1 });
  const from = (n: number, address: string) => log.record({ ...stranger, id: entry(n).id, address });
  for (let n = 1; n <= 500; n += 1) from(n, 'one');
  from(501, 'two');
  for (let n = 502; n <= 900; n += 1) from(n, `many-${n}`);
  log.record(entry(901, { outcome: 'refused', atMs: 1 }));
  await eventually(() => expect(stored).toEqual([...ids(1, 20), ...ids(501, 600), ids(901, 901)[0]]));
  expect(lost).toEqual({ flood: 780 });
  log.record({ ...stranger, id: entry(902).id, atMs: 60_002 });
  await eventually(() => expect(stored.at(-1)).toBe(entry(902).id));
  await log.close();
});

it('takes the first export a minute of each who reads the log', async () => {
  const { log, stored } = open(async () => undefined);
  for (let n = 1; n <= 5; n += 1) log.record(entry(n, { action: 'export' }));
  log.record(entry(6, { action: 'export', actorId: 'b'.repeat(43) }));
  log.record(entry(7, { action: 'export', outcome: 'refused' }));
  await eventually(() => expect(stored).toEqual([1, 6, 7].map((n) => entry(n).id)));
  await log.close();
});
