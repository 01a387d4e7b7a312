/** Sorted words share the work of their common beginnings, and what begins wrong is passed over as a whole. */

export interface SortedWords {
  beginningWith(prefix: string): readonly string[];
  /** Words within so many edits (optimal string alignment: a swap of neighbours is one), at most `limit`. */
  within(asked: string, edits: number, limit: number): readonly string[];
}

export const sortedWords = (unsorted: readonly string[]): SortedWords => {
  const words = unsorted.toSorted();

  /** The first place from `from` whose word is not below; most are near. */
  const placeOf = (from: number, isBelow: (word: string) => boolean): number => {
    let low = from;
    let step = 1;
    while (low + step < words.length && isBelow(words[low + step] ?? '')) {
      low += step;
      step *= 2;
    }
    let high = Math.min(words.length, low + step);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBelow(words[middle] ?? '')) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const pastPrefix = (from: number, prefix: string): number =>
    placeOf(from, (word) => word < prefix || word.startsWith(prefix));

  return {
    beginningWith: (prefix) => {
      const first = placeOf(0, (word) => word < prefix);
      return words.slice(first, pastPrefix(first, prefix));
    },
    within: (asked, edits, limit) => {
      const rows = alignmentRows([...asked], edits);
      const found: string[] = [];
      let place = 0;
      while (place < words.length && found.length < limit) {
        const word = words[place] ?? '';
        const wrongPrefix = rows.follow(word);
        if (wrongPrefix !== undefined) place = pastPrefix(place, wrongPrefix);
        else {
          if (rows.distance() <= edits) found.push(word);
          place += 1;
        }
      }
      return found;
    },
  };
};

/** The matrix of distances between beginnings of a word and of the one asked for, kept from word to word. */
const alignmentRows = (asked: readonly string[], edits: number) => {
  const columns = asked.length + 1;
  const tooFar = edits + 1;
  const rows: number[][] = [Array.from({ length: columns }, (_, column) => column)];
  const chars: string[] = [];
  let depth = 0;

  const cell = (row: number, column: number): number => rows[row]?.[column] ?? tooFar;
  const leastAt = (column: number): number => {
    const one = asked[column - 1];
    const char = chars[depth - 1];
    const isSwap = one === chars[depth - 2] && asked[column - 2] === char;
    return Math.min(
      cell(depth - 1, column) + 1,
      cell(depth, column - 1) + 1,
      cell(depth - 1, column - 1) + (one === char ? 0 : 1),
      isSwap ? cell(depth - 2, column - 2) + 1 : tooFar,
    );
  };

  /** Whether any beginning of the word asked for is near enough. */
  const descend = (char: string): boolean => {
    depth += 1;
    chars[depth - 1] = char;
    const here = rows[depth] ?? Array.from({ length: columns }, () => tooFar);
    rows[depth] = here.fill(tooFar);
    if (depth <= edits) here[0] = depth;
    let isNear = depth <= edits;
    const last = Math.min(asked.length, depth + edits);
    for (let column = Math.max(1, depth - edits); column <= last; column += 1) {
      const least = leastAt(column);
      here[column] = least;
      if (least <= edits) isNear = true;
    }
    return isNear;
  };

  return {
    /** The shortest beginning of the word that nothing near begins with; undefined when there is none. */
    follow: (word: string): string | undefined => {
      let units = 0;
      let shared = 0;
      while (shared < depth && word.startsWith(chars[shared] ?? '', units)) {
        units += chars[shared]?.length ?? 0;
        shared += 1;
      }
      depth = shared;
      while (units < word.length) {
        const char = String.fromCodePoint(word.codePointAt(units) ?? 0);
        units += char.length;
        if (descend(char)) continue;
        depth -= 1;
        return word.slice(0, units);
      }
      return undefined;
    },
    distance: (): number => rows[depth]?.[asked.length] ?? tooFar,
  };
};
