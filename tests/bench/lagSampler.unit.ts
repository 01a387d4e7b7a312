import { expect, it } from 'vitest';
import { lagsOf } from '../../bench/lagSampler.ts';

const sample = (atMs: number, head: bigint, applied: bigint) => ({ atMs, head, positions: [applied] });

it('counts a lag from the sample before the log went beyond the model', () => {
  const samples = [
    sample(0, 10n, 10n),
    sample(10, 20n, 10n),
    sample(20, 30n, 10n),
    sample(30, 40n, 20n),
    sample(40, 40n, 40n),
    sample(50, 40n, 40n),
  ];
  // At 20 ms it lacks event 11, which came after 0 ms; at 30 ms event 21, which came after 10 ms.
  expect(lagsOf(samples, 0, 0)).toEqual([0, 0, 0, 10, 20, 20]);
});

it('leaves out what was sampled during the warm-up', () => {
  expect(lagsOf([sample(0, 5n, 1n), sample(10, 5n, 1n), sample(20, 5n, 5n)], 0, 10)).toEqual([0, 10]);
});
