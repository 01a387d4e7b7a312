/** The closing line of a run must count what failed outside of tests too. */

import { expect, it } from 'vitest';
import type { TestModule } from 'vitest/node';
import { countTests, describeCounts } from './reportCounts.ts';

const moduleOf = (states: readonly string[], moduleErrors = 0, suiteErrors = 0): TestModule =>
  ({
    errors: () => Array.from({ length: moduleErrors }),
    children: {
      allTests: () => states.map((state) => ({ result: () => ({ state }) })),
      allSuites: () => [{ errors: () => Array.from({ length: suiteErrors }) }],
    },
  }) as unknown as TestModule;

it('counts tests over all modules', () => {
  const counts = countTests([moduleOf(['passed', 'failed']), moduleOf(['passed', 'skipped', 'pending'])], 0);
  expect(counts).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

it.each([
  ['a file that could not be loaded', countTests([moduleOf([], 1)], 0)],
  ['a hook that failed', countTests([moduleOf(['skipped'], 0, 1)], 0)],
  ['an error outside any test', countTests([moduleOf([])], 1)],
])('counts %s as a failure', (_what, counts) => {
  expect(counts.failed).toBe(1);
});

it('ends with the counts alone on a line', () => {
  expect(describeCounts({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(describeCounts({ passed: 3, failed: 1, skipped: 2 })).toBe('2 skipped\n3 passed, 1 failed');
});
