/** The draw: a permutation that no one can foresee and everyone can repeat. */
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawOrder, openRoot, seedHashOf } from '../../../src/commands/queue/lot.ts';

const hex32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');

it('gives every entry one place, the same however the list is given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.uuid(), { maxLength: 200 }), hex32, hex32, async (ids, seed, root) => {
      const order = await drawOrder(ids, { seed, root });
      expect(order.toSorted()).toEqual(ids.toSorted());
      expect(await drawOrder(ids.toReversed(), { seed, root })).toEqual(order);
    }),
    { numRuns: 30 },
  );
});

it('orders by the hash over the raw bytes of seed, root and id', async () => {
  const [seed, root] = ['01'.repeat(32), '02'.repeat(32)];
  const ids = Array.from({ length: 50 }, () => randomUUID());
  const expected = ids.toSorted((one, other) => {
    const [left, right] = [one, other].map((id) => sha256(seed + root + id.replaceAll('-', '')));
    return (left ?? '') < (right ?? '') ? -1 : 1;
  });
  expect(await drawOrder(ids, { seed, root })).toEqual(expected);
});

it('makes the root of ids and contributions in the order given', () => {
  const entry = { entryId: '01900000-0000-7000-8000-000000000001', contribution: 'ab'.repeat(32) };
  const root = openRoot();
  root.add(entry);
  root.add({ ...entry, contribution: 'cd'.repeat(32) });
  const id = '01900000000070008000000000000001';
  expect(root.root()).toBe(sha256(`${id}${'ab'.repeat(32)}${id}${'cd'.repeat(32)}`));
  expect(openRoot().root()).toBe(sha256(''));
  expect(seedHashOf('ef'.repeat(32))).toBe(sha256('ef'.repeat(32)));
});

it('is fair: each of ten entries gets the first place about as often as any other', async () => {
  const ids = Array.from({ length: 10 }, () => randomUUID());
  const draws = 5_000;
  const firsts = new Map<string, number>();
  for (let nth = 0; nth < draws; nth += 1) {
    const seed = nth.toString(16).padStart(64, '0');
    const [first = ''] = await drawOrder(ids, { seed, root: '00'.repeat(32) });
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  const expected = draws / ids.length;
  const chiSquare = ids.reduce((sum, id) => sum + ((firsts.get(id) ?? 0) - expected) ** 2 / expected, 0);
  // 9 degrees of freedom: 27.9 is exceeded once in a thousand times.
  expect(chiSquare).toBeLessThan(27.9);
});
