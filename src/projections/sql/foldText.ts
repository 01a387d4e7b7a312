/**
 * Text as it is compared: without case, accents and ligatures, so that "amelie" finds "Amélie". Done here, so that
 * rows and questions are folded alike on every engine.
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

/** Only these scripts write accents as marks; elsewhere a mark is a vowel or makes another letter. */
const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu;

/** "8½" is 8 and a half, not 81 halves. */
const fractions = /[¼-¾⅐-⅞]/g;

export const foldText = (text: string): string =>
  text
    .replaceAll(fractions, ' $&')
    .normalize('NFKD')
    .replaceAll(accents, '')
    .toLowerCase()
    // Lower case may bring marks of its own, as that of a dotted capital I does.
    .replaceAll(accents, '')
    .replace(plainPattern, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
