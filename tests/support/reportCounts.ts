/**
 * A vitest reporter that ends the run with counts in plain words, alone on a line: `812 passed, 0 failed`. A file
 * that could not even be loaded, or an error outside any test, counts as a failure.
 */
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** @param strayErrors errors that happened outside any test */
export const countTests = (modules: readonly TestModule[], strayErrors: number): Counts => {
  let [passed, failed, skipped] = [0, strayErrors, 0];
  for (const module of modules) {
    const broken = module.errors().length;
    failed += broken;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'skipped') skipped += 1;
      else failed += 1;
    }
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
  }
  return { passed, failed, skipped };
};

/** The closing line; what was left out stands in a line before it. */
export const describeCounts = ({ passed, failed, skipped }: Counts): string => {
  const counts = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? counts : `${skipped} skipped\n${counts}`;
};

export default class ReportCounts implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    strayErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const counts = countTests(modules, strayErrors.length);
    // A run that ended before its tests did (an engine that is required and absent) must not count as clean.
    const brokenOff = reason !== 'passed' && counts.failed === 0;
    process.stdout.write(`\n${describeCounts(brokenOff ? { ...counts, failed: 1 } : counts)}\n`);
  }
}
