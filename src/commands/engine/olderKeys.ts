/**
 * Which keys a stream has seen, without the keys: Bloom filters, each over a range of the stream. A miss proves that a
 * key is new; a hit names the revisions to read.
 */
const limits = {
  /** With eight hashes three new keys in a thousand are taken for old ones, per segment. */
  bitsPerKey: 12,
  hashes: 8,
  /** Keys of the first segment, of the second, and of all others. */
  segmentKeys: [64, 256, 1_000],
  /** 384 KB. From then on the last segment takes all keys, and more of its hits are false. */
  segmentsMax: 256,
} as const;

interface Segment {
  readonly bits: Uint8Array;
  readonly keys: number;
  readonly fromRevision: number;
  readonly toRevision: number;
}

export type OlderKeys = readonly Segment[];

export interface RevisionRange {
  readonly fromRevision: number;
  readonly toRevision: number;
}

export type OlderKey = RevisionRange & { readonly key: string };

const capacityOf = (place: number): number => limits.segmentKeys[place] ?? 1_000;

const bytesOf = (place: number): number => (capacityOf(place) * limits.bitsPerKey) / 8;

const mixed = (hash: number): number => {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (half ^ (half >>> 13)) >>> 0;
};

/** The bits of a key, by double hashing. Keys are HMACs, so a caller cannot choose keys that collide. */
const bitsOf = (key: string, bitCount: number): readonly number[] => {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let place = 0; place < key.length; place += 1) {
    const code = key.charCodeAt(place);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
  }
  const start = mixed(one);
  const step = mixed(other) | 1;
  return Array.from({ length: limits.hashes }, (_, place) => (start + place * (step >>> 0)) % bitCount);
};

const holds = ({ bits }: Segment, key: string): boolean =>
  bitsOf(key, bits.length * 8).every((bit) => ((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0);

/** The filter with more keys, which are in the order of their revisions and later than all before. */
export const addKeys = (older: OlderKeys, added: readonly OlderKey[]): OlderKeys => {
  if (added.length === 0) return older;
  const segments = [...older];
  let open: Segment | undefined;
  for (const { key, fromRevision, toRevision } of added) {
    const last = open ?? segments.at(-1);
    const full = last === undefined || last.keys >= capacityOf(segments.length - 1);
    if (full && segments.length < limits.segmentsMax) {
      open = { bits: new Uint8Array(bytesOf(segments.length)), keys: 0, fromRevision, toRevision };
      segments.push(open);
    } else if (open === undefined && last !== undefined) {
      open = { ...last, bits: last.bits.slice() };
    }
    if (open === undefined) continue;
    for (const bit of bitsOf(key, open.bits.length * 8)) {
      open.bits[bit >> 3] = (open.bits[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
    open = { ...open, keys: open.keys + 1, toRevision: Math.max(open.toRevision, toRevision) };
    segments[segments.length - 1] = open;
  }
  return segments;
};

/** The last revision that the filter covers; -1 when it is empty. */
export const coveredUpTo = (older: OlderKeys): number => older.at(-1)?.toRevision ?? -1;

/** Where events of these keys may stand after a revision, the latest first. Empty when the stream has none. */
export const mayHold = (
  older: OlderKeys,
  keys: readonly string[],
  afterRevision: number,
): readonly RevisionRange[] =>
  older
    .filter((segment) => segment.toRevision > afterRevision && keys.some((key) => holds(segment, key)))
    .map(({ fromRevision, toRevision }) => ({
      fromRevision: Math.max(fromRevision, afterRevision + 1),
      toRevision,
    }))
    .reverse();
