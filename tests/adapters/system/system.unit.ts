import { describe, expect, it } from 'vitest';
import { systemIds } from '../../../src/adapters/system/system.ts';
import { idSchema } from '../../../src/domain/kernel/ids.ts';

describe('fresh ids', () => {
  it('are distinct version 7 UUIDs of now, also beyond one helping of randomness', () => {
    const before = Date.now();
    const ids = Array.from({ length: 5_000 }, () => systemIds.next());
    const after = Date.now();
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(idSchema.parse(id)[14]).toBe('7');
      const madeAtMs = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
      expect(madeAtMs).toBeGreaterThanOrEqual(before);
      expect(madeAtMs).toBeLessThanOrEqual(after);
    }
  });
});
