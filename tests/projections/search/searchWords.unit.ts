import { describe, expect, it } from 'vitest';
import { questionWords, searchWords, titleWords } from '../../../src/projections/search/searchWords.ts';

describe('words', () => {
  it.each([
    ["Ocean's Eleven", ['oceans', 'eleven']],
    ['E.T.', ['et']],
    ['S.W.A.T', ['swat']],
    ['Mr. Smith', ['mr', 'smith']],
    ['8½', ['8', '1', '2']],
    ['8 1/2', ['8', '1', '2']],
    ['千と千尋', ['千', 'と', '尋']],
    ['ที่รัก', ['ที่', 'รั', 'ก']],
    ['दिल चाहता है', ['दिल', 'चाहता', 'है']],
    ['क्‍षमा', ['क्षमा']],
    ['عَلَم', ['عَلَم']],
    ['a a', ['a']],
    ['!!!', []],
  ])('of %j', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it('of a question are at most a dozen', () => {
    expect(questionWords(Array.from({ length: 50 }, (_, n) => `w${n}`).join(' '))).toHaveLength(12);
  });
});

describe('words of a title', () => {
  it.each([
    ['Spider-Man', ['spider', 'man', 'spiderman']],
    ['Star Wars', ['star', 'wars', 'starwars']],
    ['Face/Off', ['face', 'off', 'faceoff']],
    ['E.T.', ['et', 'e', 't']],
    ['Alien', ['alien']],
    [
      'The Bad and the',
      ['the', 'bad', 'and', 'thebad', 'thebadand', 'badand', 'badandthe', 'andthe', 'thebadandthe'],
    ],
  ])('of %j', (title, words) => {
    expect(titleWords(title)).toEqual(words);
  });
});
