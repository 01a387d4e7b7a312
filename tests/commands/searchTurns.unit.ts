/** One address asks for search after search: eight run, the rest wait for a second, and a caller's newer one ends the older. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSearchTurns, SearchBusy, SearchSuperseded } from '../../src/commands/limits/searchTurns.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const open = () => {
  const turns = createSearchTurns();
  const running: ((answer: string) => void)[] = [];
  const signals: AbortSignal[] = [];
  const ask = (caller: string, address = 'home', left?: AbortSignal): Promise<string> =>
    turns.run(
      { address, caller },
      (signal) => {
        signals.push(signal);
        return new Promise<string>((resolve) => running.push(resolve));
      },
      left,
    );
  const said = (answer: Promise<string>) => answer.catch((error: Error) => error.name);
  return { ask, running, signals, said };
};

it('runs eight of an address, and the rest as these end', async () => {
  const { ask, running, said } = open();
  const all = Array.from({ length: 10 }, (_, nth) => said(ask(`caller ${nth}`)));
  const elsewhere = said(ask('caller', 'office'));
  await vi.advanceTimersByTimeAsync(0);
  expect(running).toHaveLength(9);
  running[0]?.('first');
  expect(await all[0]).toBe('first');
  await vi.advanceTimersByTimeAsync(0);
  expect(running).toHaveLength(10);
  running[8]?.('elsewhere');
  expect(await elsewhere).toBe('elsewhere');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await all[9]).toBe('SearchBusy');
  for (const finish of running) finish('done');
  expect(await Promise.all(all.slice(1, 9))).toEqual(Array.from({ length: 8 }, () => 'done'));
});

it('lets so many wait, and refuses the others at once', async () => {
  const { ask, said } = open();
  const all = Array.from({ length: 80 }, (_, nth) => said(ask(`caller ${nth}`)));
  const busy = await Promise.race([all[72], new Promise((resolve) => setImmediate(resolve, 'waits'))]);
  const waits = await Promise.race([all[71], new Promise((resolve) => setImmediate(resolve, 'waits'))]);
  expect([busy, waits]).toEqual([new SearchBusy().name, 'waits']);
});

it('answers the older search of a caller at once when a newer one comes', async () => {
  const { ask, running, signals, said } = open();
  const older = said(ask('one'));
  await vi.advanceTimersByTimeAsync(0);
  const newer = said(ask('one'));
  const other = said(ask('two'));
  expect(await older).toBe(new SearchSuperseded().name);
  await vi.advanceTimersByTimeAsync(0);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, false]);
  for (const finish of running) finish('found');
  expect(await Promise.all([newer, other])).toEqual(['found', 'found']);
});

it('keeps the turn of a cancelled search until its work has ended', async () => {
  const { ask, running, said } = open();
  for (let nth = 0; nth < 8; nth += 1) void said(ask('one'));
  await vi.advanceTimersByTimeAsync(0);
  const waiting = said(ask('two'));
  await vi.advanceTimersByTimeAsync(0);
  expect(running).toHaveLength(8);
  running[0]?.('too late');
  await vi.advanceTimersByTimeAsync(0);
  expect(running).toHaveLength(9);
  running[8]?.('found');
  expect(await waiting).toBe('found');
});

it('ends the wait of a caller who has left', async () => {
  const { ask, running, said } = open();
  for (let nth = 0; nth < 8; nth += 1) void said(ask(`caller ${nth}`));
  const left = new AbortController();
  const gone = said(ask('gone', 'home', left.signal));
  left.abort(new DOMException('left', 'AbortError'));
  expect(await gone).toBe('AbortError');
  running[0]?.('found');
  await vi.advanceTimersByTimeAsync(0);
  expect(running).toHaveLength(8);
});
