import os from 'node:os';
import { expect, test } from 'vitest';
import { memorySettings, usableMemoryBytes } from '../../../src/adapters/embedded-postgres/memorySettings.ts';

const gib = 2 ** 30;

test.each([
  [
    gib / 2,
    { shared_buffers: '128MB', effective_cache_size: '256MB', work_mem: '4MB', maintenance_work_mem: '64MB' },
  ],
  [
    8 * gib,
    {
      shared_buffers: '1024MB',
      effective_cache_size: '4096MB',
      work_mem: '8MB',
      maintenance_work_mem: '256MB',
    },
  ],
  [
    512 * gib,
    {
      shared_buffers: '4096MB',
      effective_cache_size: '65536MB',
      work_mem: '32MB',
      maintenance_work_mem: '1024MB',
    },
  ],
])('of %d bytes the server takes its share, within bounds', (bytes, settings) => {
  expect(memorySettings(bytes)).toEqual(settings);
});

test('no more is used than the machine has', () => {
  expect(usableMemoryBytes()).toBeLessThanOrEqual(os.totalmem());
  expect(usableMemoryBytes()).toBeGreaterThan(0);
});
