import { expect, it } from 'vitest';
import { workPerFrame } from '../../bench/web/panning.ts';

const page = { pid: 1, tid: 2 };
const other = { pid: 3, tid: 4 };
const named = (thread: typeof page) => ({
  ...{ ...thread, name: 'thread_name', ph: 'M', ts: 0, args: { name: 'CrRendererMain' } },
});
const frame = (atMs: number, thread = page) => ({
  ...{ ...thread, name: 'Commit', ph: 'X', ts: atMs * 1_000 },
});
const task = (atMs: number, forMs: number, thread = page) => ({
  ...{ ...thread, name: 'RunTask', ph: 'X', ts: atMs * 1_000, dur: forMs * 1_000 },
});

it('sums the tasks from one frame to the next on the thread that drew', () => {
  const events = [
    ...[named(other), named(page)],
    ...[frame(100), frame(116), frame(133), frame(101, other)],
    ...[task(95, 6), task(104, 2), task(110, 1), task(115, 4), task(120, 0.5), task(110, 50, other)],
  ];
  expect(workPerFrame(events)).toEqual([4.5, 9]);
});

it('has nothing to say of a page that drew nothing', () => {
  expect(workPerFrame([named(page), task(1, 2)])).toEqual([]);
});
