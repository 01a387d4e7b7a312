/**
 * How far two words are apart, and which of a vocabulary are alike enough. Pure; the same rule that Elasticsearch's
 * fuzzy queries go by, so that both engines forgive the same slips.
 */
import { editsAllowed } from '../ports/SearchIndex.ts';

/**
 * Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other; a character that
 * was swapped is not edited again. Anything above `max` is told as `max + 1`.
 */
const editDistance = (left: string, right: string, max: number): number => {
  const a = [...left];
  const b = [...right];
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(
        (above[column] ?? 0) + 1,
        (here[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      here.push(least);
    }
    if (Math.min(...here) > max) return max + 1;
    before = above;
    above = here;
  }
  return Math.min(above[b.length] ?? 0, max + 1);
};

export const isAlike = (asked: string, word: string): boolean => {
  const edits = editsAllowed([...asked].length);
  return edits > 0 && editDistance(asked, word, edits) <= edits;
};

/** For a spelling suggestion: more is forgiven than in a search, but never most of a word. */
const respellEdits = (chars: number): number => Math.min(3, Math.floor(chars / 2));

/** The nearest of the words; of equally near ones the first. Null when none is near. */
export const nearestWord = (asked: string, words: Iterable<string>): string | null => {
  let nearest: string | null = null;
  let edits = respellEdits([...asked].length);
  for (const word of words) {
    const distance = editDistance(asked, word, edits);
    if (distance > edits) continue;
    nearest = word;
    if (distance === 0) return word;
    edits = distance - 1;
  }
  return nearest;
};
