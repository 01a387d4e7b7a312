import { editsAllowed } from '../../ports/SearchIndex.ts';
import { isAlike, nearestWords, respellEditsMax } from '../alikeWords.ts';

/** With more words, similar ones are searched among the first of them only. */
export const vocabularyMax = 200_000;
const expandedMax = 5_000;

/** One bit per letter, by code modulo 32: an edit changes at most two bits. */
const lettersOf = (word: string): number => {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
};

const differing = (one: number, other: number): number => {
  let bits = one ^ other;
  let count = 0;
  for (; bits !== 0; count += 1) bits &= bits - 1;
  return count;
};

interface Entry {
  readonly word: string;
  readonly letters: number;
}

export interface Vocabulary {
  /** `many`: too many to list. */
  beginningWith(word: string): readonly string[] | 'many';
  alike(word: string): readonly string[];
  respell(word: string): readonly string[];
}

/** @param words at most {@link vocabularyMax} and one more, which means that there are others */
export const vocabularyOf = (words: readonly string[]): Vocabulary => {
  const isWhole = words.length <= vocabularyMax;
  const byFirst = Map.groupBy(words, (word) => word.charAt(0));
  const byLength = Map.groupBy(
    words.map((word): Entry => ({ word, letters: lettersOf(word) })),
    ({ word }) => [...word].length,
  );

  const beginning = (word: string): readonly string[] =>
    (byFirst.get(word.charAt(0)) ?? []).filter((each) => each.startsWith(word));

  const candidates = (word: string, edits: number): readonly string[] => {
    const chars = [...word].length;
    const letters = lettersOf(word);
    const found: string[] = [];
    for (let length = chars - edits; edits > 0 && length <= chars + edits; length += 1) {
      for (const entry of byLength.get(length) ?? []) {
        if (differing(letters, entry.letters) <= 2 * edits) found.push(entry.word);
      }
    }
    return found;
  };

  return {
    beginningWith: (word) => {
      const begun = beginning(word);
      return isWhole && begun.length < expandedMax ? begun : 'many';
    },
    alike: (word) =>
      candidates(word, editsAllowed([...word].length))
        .filter((each) => isAlike(word, each))
        .slice(0, expandedMax),
    respell: (word) => {
      const nearest = nearestWords(word, candidates(word, respellEditsMax([...word].length)));
      const isKnown = beginning(word).length > 0;
      return isKnown ? [word, ...nearest.filter((other) => other !== word)] : nearest;
    },
  };
};
