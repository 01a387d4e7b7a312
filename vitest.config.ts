import { defineConfig } from 'vitest/config';

// Two cores: integration files start real servers, so few run at once.
export default defineConfig({
  test: {
    include: ['tests/**/*.{unit,int,e2e}.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
