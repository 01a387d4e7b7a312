import { expect, it } from 'vitest';
import { page } from '../../bench/page.ts';

const run = {
  command: 'npm run bench -- P3',
  date: '2026-12-01',
  commit: 'abc',
  machine: 'a machine',
  limits: { rounds: 3, warmUpMs: 3_000, forMs: 20_000 },
};
const metric = { id: 'P3', title: 'No collapse' };

it('says of each figure whether it is reached, and names those that are not', () => {
  const measures = [
    { name: 'reached', value: 1, unit: 'ratio' as const, must: 0.95, aim: 1.1 },
    { name: 'aimed', value: 5, unit: 'ms' as const, must: 10, aim: 5, less: true },
    { name: 'missed', value: 0.02, spread: 0.1, unit: 'share' as const, must: 0.01, less: true },
    { name: 'unknown', value: Number.NaN, unit: 'ratio' as const, must: 1 },
    { name: 'told', value: 3, unit: 'per second' as const },
  ];
  const text = page([{ metric, result: { measures, notes: ['a note'] }, run }]);
  expect(text).toContain('2 of 4 figures that must be reached are. Not reached:');
  expect(text.split('\n').filter((line) => line.startsWith('- P3'))).toEqual([
    '- P3, missed: 2 % ± 10 %, must be ≤ 1 %',
    '- P3, unknown: NaN ×, must be ≥ 1',
  ]);
  expect(text.slice(text.indexOf('### P3'))).toBe(`### P3: No collapse

| | measured | must | aim | |
|---|---:|---:|---:|---|
| reached | 1 × | ≥ 0.95 | ≥ 1.1 | reached |
| aimed | 5 ms | ≤ 10 | ≤ 5 | aim reached |
| missed | 2 % ± 10 % | ≤ 1 % |  | **missed** |
| unknown | NaN × | ≥ 1 |  | **missed** |
| told | 3 per second |  |  |  |

a note

<sub>\`npm run bench -- P3\`, 2026-12-01, commit abc; 3 × 20 s after 3 s of warm-up; a machine.</sub>
`);
});
