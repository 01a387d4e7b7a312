/** The rule of Elasticsearch's fuzzy queries, so that both engines accept the same misspellings. */
import { respellingsMax } from '../ports/SearchIndex.ts';

/** Optimal string alignment: a swap of neighbours is one edit. Returns `max + 1` for anything above `max`. */
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

/** Two edits as in a search, in short words too, but never most of a word. */
export const respellEditsMax = (chars: number): number => Math.min(2, Math.floor(chars / 2));

export const nearestWords = (asked: string, words: Iterable<string>): readonly string[] => {
  const edits = respellEditsMax([...asked].length);
  return [...words]
    .map((word) => ({ word, distance: editDistance(asked, word, edits) }))
    .filter(({ distance }) => distance <= edits)
    .toSorted((a, b) => a.distance - b.distance || Buffer.compare(Buffer.from(a.word), Buffer.from(b.word)))
    .slice(0, respellingsMax)
    .map(({ word }) => word);
};
