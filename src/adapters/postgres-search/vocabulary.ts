import { LRUCache } from 'lru-cache';
import { editsAllowed } from '../../ports/SearchIndex.ts';
import { nearestWords, respellEditsMax } from '../alikeWords.ts';
import { sortedWords } from './sortedWords.ts';

/** With more words, similar ones are searched among the first of them only. */
export const vocabularyMax = 200_000;
const expandedMax = 5_000;
const keptMax = 1_000;

export interface Vocabulary {
  /** `many`: too many to list. */
  beginningWith(word: string): readonly string[] | 'many';
  alike(word: string): readonly string[];
  respell(word: string): readonly string[];
}

/** @param words at most {@link vocabularyMax} and one more, which means that there are others */
export const vocabularyOf = (words: readonly string[]): Vocabulary => {
  const isWhole = words.length <= vocabularyMax;
  const sorted = sortedWords(words);
  const kept = new LRUCache<string, readonly string[]>({ max: keptMax });

  const within = (word: string, edits: number): readonly string[] => {
    if (edits === 0) return [];
    const key = `${edits} ${word}`;
    const found = kept.get(key) ?? sorted.within(word, edits, expandedMax);
    kept.set(key, found);
    return found;
  };

  return {
    beginningWith: (word) => {
      const begun = sorted.beginningWith(word);
      return isWhole && begun.length < expandedMax ? begun : 'many';
    },
    alike: (word) => within(word, editsAllowed([...word].length)),
    respell: (word) => {
      const nearest = nearestWords(word, within(word, respellEditsMax([...word].length)));
      const isKnown = sorted.beginningWith(word).length > 0;
      return isKnown ? [word, ...nearest.filter((other) => other !== word)] : nearest;
    },
  };
};
