import fc from 'fast-check';
import { expect, it } from 'vitest';
import { positionBefore, positionOf } from '../../src/ports/EventStore.ts';

it('counts places of a log of any length, across the digits that are counted at once', () => {
  const near = fc.tuple(fc.bigInt(0n, 9n), fc.integer({ min: -5_000, max: 5_000 }));
  const anywhere = fc.bigInt(10_000n, 2n ** 62n);
  fc.assert(
    fc.property(
      fc.oneof(
        anywhere,
        near.map(([high, low]) => high * 1_000_000_000n + BigInt(low + 5_000)),
      ),
      fc.integer({ min: -5_000, max: 5_000 }),
      (from, places) => {
        fc.pre(from >= BigInt(places));
        expect(positionBefore(positionOf(from), places)).toBe(positionOf(from - BigInt(places)));
      },
    ),
    { numRuns: 2_000 },
  );
});
