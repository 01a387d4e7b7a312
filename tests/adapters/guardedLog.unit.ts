/** A log that does not answer is left alone: what is asked of it is refused at once, until a probe is answered. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guardLog } from '../../src/adapters/guardedLog.ts';
import { openMemoryEventStore } from '../../src/adapters/memory/MemoryEventStore.ts';
import {
  type EventStore,
  EventStoreUnavailable,
  LogReplaced,
  positionStart,
} from '../../src/ports/EventStore.ts';
import { eventually } from '../support/eventually.ts';

const probeEveryMs = 40;

/** What the engine does with a call: answers it, fails, or lets it wait until it is there again. */
let engine: 'up' | 'down' | 'hanging' | 'replaced';
let probesHang: boolean;
let replaced: LogReplaced[];
let back: (() => void)[];
let said: string[];
let store: EventStore;
let log: ReturnType<typeof guardLog>;

const through = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
  if (engine === 'replaced') throw new LogReplaced('another log');
  if (engine === 'down') throw new EventStoreUnavailable('no connection');
  if (engine === 'hanging') await new Promise<void>((resolve) => back.push(resolve));
  return call();
};
const come = (): void => {
  engine = 'up';
  for (const each of back.splice(0)) each();
};

beforeEach(() => {
  [engine, probesHang, back, said, replaced] = ['up', false, [], [], []];
  store = openMemoryEventStore();
  const reached: EventStore = {
    ...store,
    append: (append) => through(() => store.append(append)),
    readStream: (...range) => through(() => store.readStream(...range)),
    readAll: (...range) => through(() => store.readAll(...range)),
    head: () => through(() => store.head()),
    verify: () => (probesHang ? new Promise(() => undefined) : through(() => store.verify())),
  };
  log = guardLog(reached, {
    clock: { nowMs: () => Date.now() },
    logger: {
      info: (_, message) => void said.push(message),
      warn: (_, message) => void said.push(message),
      error: (_, message) => void said.push(message),
    },
    onReplaced: (error) => void replaced.push(error),
    probeEveryMs,
  });
});
afterEach(async () => {
  come();
  await log.close();
});

const oneEvent = () => {
  const id = randomUUID();
  const metadata = { correlationId: id, causationId: id, actor: { role: 'system' } } as const;
  const event = { id, type: 'Happened', version: 1, at: new Date().toISOString(), data: {}, metadata };
  return { stream: `thing-${id}`, expected: 'no-stream', events: [event] } as const;
};
const becomesAway = () => eventually(() => expect(log.isAway()).toBe(true), 2_000);

it('refuses every call at once while the log is away, and lets them through again', async () => {
  engine = 'hanging';
  await becomesAway();
  const calls = [
    () => log.append(oneEvent()),
    () => log.readStream('log'),
    () => log.readAll(positionStart, { maxCount: 1 }),
    () => log.head(),
  ];
  const reached = back.length;
  for (const call of calls) await expect(call()).rejects.toBeInstanceOf(EventStoreUnavailable);
  expect(log.answeredAtMs()).toBeLessThan(Date.now());
  // Only probes reach the engine.
  expect(back.length - reached).toBeLessThanOrEqual(1);
  come();
  await eventually(() => expect(log.isAway()).toBe(false), 2_000);
  for (const call of calls) await call();
  expect(said).toEqual([
    'the event log is away: seats cannot be sold until it answers again',
    'the event log answers again',
  ]);
});

it('is asked at once after a call that failed', async () => {
  await log.close();
  log = guardLog(
    { ...store, head: () => through(() => store.head()), verify: () => through(() => store.verify()) },
    {
      clock: { nowMs: () => Date.now() },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      onReplaced: (error) => void replaced.push(error),
      probeEveryMs: 60_000,
    },
  );
  engine = 'down';
  await expect(log.head()).rejects.toThrow('no connection');
  await becomesAway();
});

it('is asked at once where another server leads, also when a probe is under way that comes too early', async () => {
  await log.close();
  let isThere = false;
  log = guardLog(
    {
      ...store,
      verify: async () => {
        const answers = isThere;
        await pause(20);
        if (!answers) throw new EventStoreUnavailable('no leader');
      },
    },
    {
      clock: { nowMs: () => Date.now() },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      onReplaced: (error) => void replaced.push(error),
      probeEveryMs: 60_000,
    },
  );
  log.askNow();
  await becomesAway();
  log.askNow();
  isThere = true;
  log.askNow();
  await eventually(() => expect(log.isAway()).toBe(false), 2_000);
});

it('gives up reads that wait when the log is found away, and lets appends come to their end', async () => {
  engine = 'hanging';
  const read = log.readStream('log');
  const append = log.append(oneEvent());
  await expect(read).rejects.toBeInstanceOf(EventStoreUnavailable);
  expect(log.isAway()).toBe(true);
  come();
  expect(await append).toEqual({
    outcome: 'appended',
    revision: 0,
    position: expect.any(String),
  });
});

it('is not away while other calls are answered, however long a probe waits', async () => {
  probesHang = true;
  const untilMs = Date.now() + 5 * probeEveryMs;
  while (Date.now() < untilMs) {
    await log.append(oneEvent());
    expect(log.isAway()).toBe(false);
  }
  await becomesAway();
});

it('says once that the log was replaced, and refuses everything from then on', async () => {
  engine = 'replaced';
  await becomesAway();
  engine = 'up';
  await new Promise((resolve) => setTimeout(resolve, 3 * probeEveryMs));
  await expect(log.append(oneEvent())).rejects.toBeInstanceOf(EventStoreUnavailable);
  expect(replaced.map(({ message }) => message)).toEqual(['another log']);
});
