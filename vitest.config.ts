/** Two suites: `npm test` runs `quick`, `npm run test:system` what takes engines and processes away. */
import { defineConfig } from 'vitest/config';

const system = ['tests/system/**/*.e2e.ts', 'tests/**/*.sys.ts'];

export default defineConfig({
  test: {
    globalSetup: ['./tests/support/engines.ts'],
    reporters: ['default', './tests/support/reportCounts.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['tests/**/*.{unit,int,e2e}.ts'], exclude: system },
      },
      { extends: true, test: { name: 'system', include: system } },
    ],
  },
});
