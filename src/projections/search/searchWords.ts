/**
 * Text taken apart into the words that search compares, the same for documents and for questions, whatever engine
 * keeps them. Scripts that put no spaces between words give one word per character.
 */
import { foldText } from '../sql/foldText.ts';

const wordsMax = 12;
const wordCharsMax = 64;
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}])[\p{L}\p{N}])+/gu;

/** An apostrophe joins: "ocean's" and "oceans" are one word. */
const apostrophes = /['’‘ʼ`]/g;

/** Different words, in the order of their first use. */
export const searchWords = (text: string): readonly string[] => [
  ...new Set(
    (foldText(text.replaceAll(apostrophes, '')).match(word) ?? []).map((each) => each.slice(0, wordCharsMax)),
  ),
];

/** The words of a question; more than a dozen are not looked at. */
export const questionWords = (question: string): readonly string[] =>
  searchWords(question).slice(0, wordsMax);
