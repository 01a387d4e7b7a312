const spellingsMax = 8;

/**
 * Every way to take one of the words offered for each word, those first that take the nearest ones. A word for which
 * nothing is offered is left out. Never the question itself.
 *
 * @param offered for each word of the question, nearest first
 */
export const otherSpellings = (
  words: readonly string[],
  offered: readonly (readonly string[])[],
): readonly (readonly string[])[] => {
  let spellings: readonly { readonly words: readonly string[]; readonly rank: number }[] = [
    { words: [], rank: 0 },
  ];
  for (const choices of offered.filter(({ length }) => length > 0)) {
    spellings = spellings
      .flatMap((spelling) =>
        choices.map((choice, at) => ({ words: [...spelling.words, choice], rank: spelling.rank + at })),
      )
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, spellingsMax + 1);
  }
  const asked = words.join(' ');
  return spellings
    .map((spelling) => spelling.words)
    .filter((spelling) => spelling.length > 0 && spelling.join(' ') !== asked)
    .slice(0, spellingsMax);
};
