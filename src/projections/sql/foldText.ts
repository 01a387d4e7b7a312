/**
 * Text as it is compared: without case, accents and ligatures, so that "amelie" finds "Amélie". Done here and not in
 * the engine, so that rows and questions are folded alike whatever extensions the engine has.
 */

/** Letters that Unicode does not take apart, though people type them so. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const plainPattern = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    // Lower case may bring marks of its own, as that of a dotted capital I does.
    .replaceAll(/\p{M}/gu, '')
    .replace(plainPattern, (letter) => plainLetters[letter] ?? letter)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();

const wordsMax = 12;

/** The words of a question, folded; more than a dozen are not looked at. */
export const wordsOf = (question: string): readonly string[] =>
  foldText(question)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, wordsMax);
