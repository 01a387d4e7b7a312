/** Words that are alike, found over sorted words, are those that a look at every word finds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedWords } from '../../../src/adapters/postgres-search/sortedWords.ts';

/** Optimal string alignment, from its definition. */
const distance = (one: readonly string[], other: readonly string[]): number => {
  const known = new Map<string, number>();
  const between = (left: number, right: number): number => {
    if (left === 0 || right === 0) return left + right;
    const key = `${left} ${right}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const isSwap =
      left > 1 && right > 1 && one[left - 1] === other[right - 2] && one[left - 2] === other[right - 1];
    const least = Math.min(
      between(left - 1, right) + 1,
      between(left, right - 1) + 1,
      between(left - 1, right - 1) + (one[left - 1] === other[right - 1] ? 0 : 1),
      isSwap ? between(left - 2, right - 2) + 1 : Number.POSITIVE_INFINITY,
    );
    known.set(key, least);
    return least;
  };
  return between(one.length, other.length);
};

/** Few letters, so that much is alike; one of two code units. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '𐌰'), minLength: 1, maxLength: 8 });

it('finds what a look at every word finds', () => {
  const words = fc.uniqueArray(word, { maxLength: 60 });
  fc.assert(
    fc.property(words, word, fc.integer({ min: 0, max: 2 }), (all, asked, edits) => {
      const near = all.filter((each) => distance([...each], [...asked]) <= edits);
      expect(sortedWords(all).within(asked, edits, 1_000)).toEqual(near.toSorted());
    }),
    { numRuns: 500 },
  );
});

it('finds what begins with a word, and stops at the limit', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (all, prefix) => {
      const begun = all.filter((each) => each.startsWith(prefix)).toSorted();
      expect(sortedWords(all).beginningWith(prefix)).toEqual(begun);
    }),
  );
  expect(sortedWords(['ab', 'ac', 'ad', 'ae']).within('ax', 1, 2)).toEqual(['ab', 'ac']);
  expect(sortedWords([]).within('ax', 2, 2)).toEqual([]);
});
