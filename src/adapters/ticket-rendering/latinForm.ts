import anyAscii from 'any-ascii';
import type { FontStack, Weight } from './FontStack.ts';
import { graphemesOf } from './shapeText.ts';

const words = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;

/** Of Gurmukhi, Gujarati (where it is silent at a word's end) and Malayalam: read with an a unless a vowel sign follows. */
const bareConsonant =
  /(?:[\u0a15-\u0a39]\u0a3c?(?![\u0a3c\u0a3e-\u0a4d])|[\u0a95-\u0ab9]\u0abc?(?![\u0abc\u0abe-\u0acd]))(?=[\p{L}\p{M}])|[\u0d15-\u0d39](?![\u0d3e-\u0d4d])/gu;

/** The sign of a nasal before a consonant that is not a labial: Singh, Panjab. */
const nasal = /[\u0a02\u0a70](?=[\u0a15-\u0a28])|\u0a82(?=[\u0a95-\u0aa8])/gu;

const romanised = (word: string): string => {
  const latin = anyAscii(word.replaceAll(bareConsonant, '$&a').replaceAll(nasal, 'n'));
  return latin.charAt(0).toUpperCase() + latin.slice(1);
};

/** The text with each word that no typeface shows in Latin letters instead, where there are any for it. */
export const inPrintableLetters = (text: string, weight: Weight, fonts: FontStack): string =>
  text.replaceAll(words, (word) => {
    const isShown = graphemesOf(word).every((each) => fonts.shows(fonts.faceFor(each, weight), each));
    return isShown ? word : romanised(word) || word;
  });
