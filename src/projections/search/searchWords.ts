import { foldText } from '../sql/foldText.ts';

const wordsMax = 12;
const wordCharsMax = 64;
/** Neighbours written as one word: "starwars", "lordofthe". */
const joinedMax = 3;

const unspaced = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Khmer', 'Lao', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('');
/** Scripts without spaces between words give one word per character. */
const word = new RegExp(
  `[${unspaced}](?<=[\\p{L}\\p{N}])\\p{M}*|(?:(?![${unspaced}])[\\p{L}\\p{N}]\\p{M}*)+`,
  'gu',
);

/** An apostrophe joins: "ocean's" and "oceans" are one word. So do the joiners of Indic and Arabic writing. */
const joiners = /['’‘ʼ`\u200c\u200d]/g;

/** Single letters with points between them, as in "E.T." and "S.W.A.T". */
const initials = /(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])\.?/gu;

const cut = (text: string): string => [...text].slice(0, wordCharsMax).join('');

const inOrder = (text: string): readonly string[] => foldText(text).match(word) ?? [];

const joinedInitials = (text: string): string =>
  text.replaceAll(initials, (letters) => letters.replaceAll('.', ''));

const plain = (text: string): string => text.replaceAll(joiners, '');

export const searchWords = (text: string): readonly string[] => [
  ...new Set(inOrder(joinedInitials(plain(text))).map(cut)),
];

/**
 * The words of a title with the forms in which it is also looked for: initials letter by letter, up to three
 * neighbours written as one, and the whole title written as one. Words that stand in the text come first.
 */
export const titleWords = (title: string): readonly string[] => {
  const words = inOrder(joinedInitials(plain(title)));
  const joined = words.flatMap((_, from) =>
    Array.from({ length: joinedMax - 1 }, (_each, more) => words.slice(from, from + 2 + more)).filter(
      (run, more) => run.length === 2 + more,
    ),
  );
  const whole = words.length > joinedMax ? [words] : [];
  return [
    ...new Set(
      [...words, ...inOrder(plain(title)), ...[...joined, ...whole].map((run) => run.join(''))].map(cut),
    ),
  ];
};

/** The words of a question; more than a dozen are not looked at. */
export const questionWords = (question: string): readonly string[] =>
  searchWords(question).slice(0, wordsMax);
