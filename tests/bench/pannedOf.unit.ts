import { expect, it } from 'vitest';
import { pannedOf } from '../../bench/web/panning.ts';

const page = { pid: 1, tid: 2 };
const worker = { pid: 1, tid: 3 };
const other = { pid: 3, tid: 4 };
const event = (name: string, atMs: number, thread = page) => ({
  ...{ ...thread, name, ph: 'X', ts: atMs * 1_000 },
});
const task = (atMs: number, forMs: number, workMs: number, thread = page) => ({
  ...event('RunTask', atMs, thread),
  ...{ dur: forMs * 1_000, tdur: workMs * 1_000 },
});
const pictures = Array.from({ length: 4 }, (_, index) =>
  event('FireAnimationFrame', 100 + index * 20, worker),
);

it('sums the work of tasks from one frame to the next on the thread that drew', () => {
  const frames = [...[100, 116, 133].map((atMs) => event('Commit', atMs)), event('Commit', 101, other)];
  const tasks = [
    ...[task(95, 6, 5), task(104, 2, 2), task(110, 1, 1), task(115, 4, 3), task(120, 0.5, 0.5)],
    task(110, 50, 50, other),
  ];
  expect(pannedOf([...frames, ...tasks, ...pictures])).toEqual({
    workMs: [3.5, 8],
    picturesMs: new Array(3).fill(20),
  });
});

it('has nothing to say of a page that drew nothing', () => {
  expect(pannedOf([task(1, 2, 2)])).toEqual({ workMs: [], picturesMs: [] });
});
