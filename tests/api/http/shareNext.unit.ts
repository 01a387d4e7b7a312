import { expect, it } from 'vitest';
import { shareNext } from '../../../src/api/http/shareNext.ts';

it('reads once for all who ask at the same time, and never gives what was read before', async () => {
  const finish: ((value: number) => void)[] = [];
  const read = shareNext(() => new Promise<number>((resolve) => finish.push(resolve)));
  const first = read();
  const later = Array.from({ length: 100 }, () => read());
  expect(finish).toHaveLength(1);
  finish[0]?.(1);
  expect(await first).toBe(1);
  await Promise.resolve();
  expect(finish).toHaveLength(2);
  finish[1]?.(2);
  expect(new Set(await Promise.all(later))).toEqual(new Set([2]));
  const again = read();
  expect(finish).toHaveLength(3);
  finish[2]?.(3);
  expect(await again).toBe(3);
});

it('goes on after a failure', async () => {
  let calls = 0;
  const read = shareNext(async () => {
    calls += 1;
    if (calls === 1) throw new Error('away');
    return calls;
  });
  const first = read();
  const second = read();
  await expect(first).rejects.toThrow('away');
  expect(await second).toBe(2);
});
