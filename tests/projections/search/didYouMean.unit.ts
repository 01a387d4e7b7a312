/** In which order other spellings are tried. */
import { expect, it } from 'vitest';
import { otherSpellings } from '../../../src/projections/search/didYouMean.ts';

it('tries the nearest words first and never the question itself', () => {
  const offered = [['phantom', 'phantoms'], ['menace']];
  expect(otherSpellings(['phantom', 'manece'], offered)).toEqual([
    ['phantom', 'menace'],
    ['phantoms', 'menace'],
  ]);
  expect(otherSpellings(['phantom'], [['phantom', 'phantoms']])).toEqual([['phantoms']]);
});

it('leaves out a word for which nothing is offered, and has nothing to say about strange words alone', () => {
  expect(otherSpellings(['phantom', 'qqqq'], [['phantom'], []])).toEqual([['phantom']]);
  expect(otherSpellings(['qqqq'], [[]])).toEqual([]);
});

it('tries no more than eight however many words there are', () => {
  const offered = Array.from({ length: 12 }, () => ['a', 'b', 'c', 'd']);
  expect(
    otherSpellings(
      Array.from({ length: 12 }, () => 'a'),
      offered,
    ),
  ).toHaveLength(8);
});
