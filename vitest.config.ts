/** How the tests run. Two cores are the least we expect: integration files start real servers, so few run at once. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.{unit,int,e2e}.ts'],
    globalSetup: ['./tests/support/engines.ts'],
    reporters: ['default', './tests/support/reportCounts.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
