import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VersionedWords } from '../../../../src/domain/showtime/inventory/VersionedWords.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const step = fc.record({
  /** Which of the versions made so far is changed, and which one is read after it. */
  from: fc.nat(),
  read: fc.nat(),
  changes: fc.array(fc.tuple(fc.nat({ max: 5 }), word), { maxLength: 6 }),
  longer: fc.boolean(),
});

it('keeps every version as it was made, whatever is made of it and in whatever order they are read', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const versions = [
        { words: VersionedWords.of(new Uint32Array(6)), plain: new Array<number>(6).fill(0) },
      ];
      for (const { from, read, changes, longer } of steps) {
        const base = versions[from % versions.length];
        if (base === undefined) throw new Error('no version');
        const plain = longer ? [...base.plain, 0] : [...base.plain];
        for (const [place, value] of changes) plain[place] = value;
        versions.push({ words: base.words.with(changes.flat(), plain.length), plain });
        const other = versions[read % versions.length];
        expect([...(other?.words.read() ?? [])].slice(0, other?.plain.length)).toEqual(other?.plain);
      }
      for (const { words, plain } of versions)
        expect([...words.read()].slice(0, plain.length)).toEqual(plain);
    }),
    { numRuns: 500 },
  );
});
