/** Two suites: `npm test` runs `quick`, `npm run test:system` what takes engines and processes away. */
import { defineConfig } from 'vitest/config';

// Not at the root: there it would run once more for each project.
const globalSetup = ['./tests/support/engines.ts', './tests/support/emptyCluster.ts'];
const system = ['tests/system/**/*.e2e.ts', 'tests/**/*.sys.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/reportCounts.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        // Files share the modules of their worker: with modules of its own, a file's imports cost more than its tests.
        test: {
          name: 'quick',
          globalSetup,
          isolate: false,
          include: ['tests/**/*.{unit,int,e2e}.ts'],
          exclude: system,
        },
      },
      { extends: true, test: { name: 'system', globalSetup, include: system } },
    ],
  },
});
