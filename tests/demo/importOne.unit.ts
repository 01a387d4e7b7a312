import { expect, test } from 'vitest';
import { ImportFailed, type ImportItem } from '../../src/demo/ImportItem.ts';
import { importOne } from '../../src/demo/importOne.ts';
import { EventStoreUnavailable, LogReplaced } from '../../src/ports/EventStore.ts';
import { guest } from '../support/nodes.ts';

type Answer = Awaited<ReturnType<ImportItem['execute']>>;

const away: Answer = { outcome: 'unavailable', why: 'the log is away', retryAfterMs: 3 };
const done: Answer = {
  outcome: 'done',
  state: {},
  revision: 0,
  events: [],
  position: '0',
  replayed: false,
};
const rejected = (reason: string): Answer => ({ outcome: 'rejected', rejection: { reason } });

const limits = { unavailableMsMax: 20, retryPauseMsMin: 1 };

const answering = (...answers: readonly Answer[]) => {
  let calls = 0;
  const item: ImportItem = {
    kind: 'movies',
    id: 'id-1',
    name: 'the movie Fargo',
    execute: () => Promise.resolve(answers[Math.min(calls++, answers.length - 1)] ?? done),
  };
  return { item, calls: () => calls };
};

test('tries again while the log is away', async () => {
  const { item, calls } = answering(away, { outcome: 'in-progress' }, away, done);
  expect(await importOne(item, guest, limits)).toBe('existing');
  expect(calls()).toBe(4);
});

test('tries again while what the command reads first is away, but not on another log', async () => {
  const failing = (...failures: readonly Error[]): ImportItem => {
    const left = [...failures];
    const execute = async (): Promise<Answer> => {
      const failure = left.shift();
      if (failure !== undefined) throw failure;
      return done;
    };
    return { ...answering().item, execute };
  };
  const logAway = new EventStoreUnavailable('the log is away');
  expect(await importOne(failing(logAway, logAway), guest, limits)).toBe('existing');
  const replaced = new LogReplaced('another log');
  await expect(importOne(failing(replaced), guest, limits)).rejects.toBe(replaced);
});

test('gives up, naming the item and why, when the log stays away', async () => {
  const { item, calls } = answering(away);
  await expect(importOne(item, guest, limits)).rejects.toEqual(
    new ImportFailed('cannot import the movie Fargo (id-1) now: the log is away'),
  );
  // 3 ms each: the seventh wait would pass the 20 ms that are allowed.
  expect(calls()).toBe(7);
});

test.each(['MovieAlreadyExists', 'HallAlreadyExists', 'ShowtimeAlreadyReserved'])(
  '%s means that it is there',
  async (reason) => {
    expect(await importOne(answering(rejected(reason)).item, guest, limits)).toBe('existing');
  },
);

test('a busy hall is left to whoever has it', async () => {
  expect(await importOne(answering(rejected('HallBusy')).item, guest, limits)).toBe('skipped');
});

test('any other refusal fails at once with its data', async () => {
  const { item, calls } = answering(rejected('LayoutInvalid'));
  await expect(importOne(item, guest, limits)).rejects.toEqual(
    new ImportFailed('cannot import the movie Fargo (id-1): {"reason":"LayoutInvalid"}'),
  );
  expect(calls()).toBe(1);
});

test('an abort ends the waiting without a verdict', async () => {
  const abort = new AbortController();
  const { item } = answering({ ...away, retryAfterMs: 60_000 });
  const verdict = importOne(item, guest, { ...limits, unavailableMsMax: 120_000 }, abort.signal);
  setImmediate(() => abort.abort());
  expect(await verdict).toBeUndefined();
});
