/** Folding: what people type without accents finds what is written with them. */
import { describe, expect, it } from 'vitest';
import { foldText, wordsOf } from '../../../src/projections/sql/foldText.ts';

describe('folded text', () => {
  it.each([
    ['Amélie', 'amelie'],
    ['AME\u0301LIE', 'amelie'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['CŒUR', 'coeur'],
    ['İstanbul', 'istanbul'],
    ['Smørrebrød', 'smorrebrod'],
    ['  Two\t\nwords ', 'two words'],
    ['Ｆｕｌｌ', 'full'],
    ['a\0b', 'a b'],
    ['Чебурашка', 'чебурашка'],
    ['七人の侍', '七人の侍'],
  ])('%j becomes %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });

  it('has a bounded number of words', () => {
    expect(wordsOf(' Le  Fabuleux ')).toEqual(['le', 'fabuleux']);
    expect(wordsOf('')).toEqual([]);
    expect(wordsOf('a '.repeat(1_000))).toHaveLength(12);
  });
});
