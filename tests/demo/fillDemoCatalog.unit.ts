import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { openMemoryEventStore } from '../../src/adapters/memory/MemoryEventStore.ts';
import { createCommands } from '../../src/commands/Commands.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import { fillDemoCatalog } from '../../src/demo/fillDemoCatalog.ts';
import { EventStoreUnavailable, LogReplaced } from '../../src/ports/EventStore.ts';
import { ReadModelMissing, ReadStoreUnavailable, StatementRefused } from '../../src/ports/ReadStore.ts';
import { silent, testClock } from '../support/nodes.ts';

interface Failures {
  readonly waiting: Error;
  readonly asked: Error;
}

/** Is stopped before the first item. Gives how often it let go of its leadership. */
const fill = async ({ waiting, asked }: Failures): Promise<number> => {
  const clock = testClock(Date.parse('2026-11-21T10:00:00.000Z'));
  const events = openMemoryEventStore();
  const ids = { next: v7 };
  const tail = await openLogTail(events, clock, () => undefined);
  let released = 0;
  const release = async (): Promise<void> => {
    released += 1;
  };
  const leadership = { ended: new Promise<void>(() => undefined), release };
  try {
    await fillDemoCatalog({
      ...{ events, clock, ids, signal: AbortSignal.abort() },
      logger: { info: () => undefined },
      commands: createCommands({ events, tail, clock, ids, logger: silent }, 10),
      catalog: { waitFor: () => Promise.reject(waiting) },
      readStore: { query: () => Promise.reject(asked), lead: async () => leadership },
    });
    return released;
  } finally {
    await tail.close();
  }
};

const away = new ReadStoreUnavailable('away');

it('goes on while models or log are away: a program whose database is slow to start does not end', async () => {
  expect(await fill({ waiting: away, asked: away })).toBe(1);
  const missing = new ReadModelMissing('not made yet');
  expect(await fill({ waiting: new EventStoreUnavailable('away'), asked: missing })).toBe(1);
});

it('ends for what waiting does not mend', async () => {
  const replaced = new LogReplaced('another log');
  await expect(fill({ waiting: replaced, asked: away })).rejects.toBe(replaced);
  const refused = new StatementRefused('no such column');
  await expect(fill({ waiting: away, asked: refused })).rejects.toBe(refused);
});
