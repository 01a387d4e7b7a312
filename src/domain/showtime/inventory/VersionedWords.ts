/** Places and new values, one after the other: place, value, place, value. */
export type WordChanges = readonly number[];

interface Shared {
  words: Uint32Array;
  /** The version whose words these are. */
  current: VersionedWords;
}

/**
 * Numbers of 32 bits that are changed in place, and whose older versions can still be read: only one version has the
 * words, each other one knows how it differs from its neighbour on the way there, and takes the words over when it is read
 * (Baker, "Shallow binding makes functional arrays fast", 1991). The newest version costs nothing to read; one that
 * nothing refers to any more costs nothing to keep.
 */
export class VersionedWords {
  readonly #shared: Shared;
  /** Undefined for the version that has the words. */
  #neighbour: VersionedWords | undefined;
  #difference: WordChanges = [];

  private constructor(shared: Shared | Uint32Array) {
    this.#shared = shared instanceof Uint32Array ? { words: shared, current: this } : shared;
  }

  static of(words: Uint32Array): VersionedWords {
    return new VersionedWords(words);
  }

  /** Not to be written, and of this version only until another one is read or made. May be longer than this version. */
  read(): Uint32Array {
    const shared = this.#shared;
    if (shared.current === this) return shared.words;
    const path: VersionedWords[] = [];
    for (let each: VersionedWords = this; each.#neighbour !== undefined; each = each.#neighbour)
      path.push(each);
    for (const version of path.reverse()) {
      const { current } = shared;
      current.#difference = exchange(shared.words, version.#difference);
      current.#neighbour = version;
      version.#difference = [];
      version.#neighbour = undefined;
      shared.current = version;
    }
    return shared.words;
  }

  /** A version that differs from this one; the later of two changes to one place counts. New places are 0 at first. */
  with(changes: WordChanges, length = 0): VersionedWords {
    const words = this.read();
    const shared = this.#shared;
    if (length > words.length) {
      shared.words = new Uint32Array(length);
      shared.words.set(words);
    }
    const made = new VersionedWords(shared);
    this.#difference = exchange(shared.words, changes);
    this.#neighbour = made;
    shared.current = made;
    return made;
  }
}

/** Makes the changes and gives those that undo them. */
const exchange = (words: Uint32Array, changes: WordChanges): WordChanges => {
  const undo = new Array<number>(changes.length).fill(0);
  for (let index = 0; index < changes.length; index += 2) {
    const place = changes[index] ?? 0;
    undo[changes.length - 2 - index] = place;
    undo[changes.length - 1 - index] = words[place] ?? 0;
    words[place] = changes[index + 1] ?? 0;
  }
  return undo;
};
