/**
 * A value in pieces, each of which is serialized in a few milliseconds: numbers and lists by the ten thousand would keep the
 * thread for much longer.
 */
import { deserialize, serialize } from 'node:v8';

const arrayBytesMax = 2 ** 19;
const weightMax = 4_000;

/** What of the value stands at `path`, or a part of it: some of a list, of a map or of a typed array. */
interface Piece {
  readonly path: readonly string[];
  readonly part: unknown;
}

type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

const isNumbers = (value: unknown): value is Numbers =>
  value instanceof Float64Array || value instanceof Int32Array;

/** About how many values there are in an entry of a list or map. */
const weightOf = (value: unknown): number => {
  if (value === null || typeof value !== 'object') return 1;
  if (isNumbers(value)) return 1 + value.length / 100;
  if (value instanceof Map) return 1 + value.size;
  if (Array.isArray(value)) return 1 + value.length;
  return Object.values(value).reduce((sum: number, member) => {
    if (member instanceof Map) return sum + member.size;
    return sum + (Array.isArray(member) ? member.length : 0);
  }, 1);
};

/** At least one group, so that an empty list is one too. */
function* groupsOf<Entry>(
  entries: Iterable<Entry>,
  weighed: (entry: Entry) => unknown,
): Generator<readonly Entry[]> {
  let group: Entry[] = [];
  let weight = 0;
  for (const entry of entries) {
    const more = weightOf(weighed(entry));
    if (group.length > 0 && weight + more > weightMax) {
      yield group;
      group = [];
      weight = 0;
    }
    group.push(entry);
    weight += more;
  }
  yield group;
}

function* piecesAt(value: unknown, path: readonly string[]): Generator<Piece> {
  if (isNumbers(value)) {
    const step = arrayBytesMax / value.BYTES_PER_ELEMENT;
    for (let from = 0; from === 0 || from < value.length; from += step) {
      yield { path, part: value.subarray(from, from + step) };
    }
  } else if (value instanceof Map) {
    for (const group of groupsOf(value, ([, each]) => each)) yield { path, part: new Map(group) };
  } else if (Array.isArray(value)) {
    for (const part of groupsOf<unknown>(value, (each) => each)) yield { path, part };
  } else if (value !== null && typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) yield* piecesAt(member, [...path, name]);
  } else {
    yield { path, part: value };
  }
}

/** Of plain objects down to typed arrays, maps, lists and simple values. Must not change before the last piece was taken. */
export function* piecesOf(value: object): Generator<Buffer> {
  for (const piece of piecesAt(value, [])) yield serialize(piece);
}

const joinNumbers = (parts: readonly Numbers[], first: Numbers): Numbers => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = first instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

function* entriesOf(parts: readonly unknown[]): Generator<[unknown, unknown]> {
  for (const part of parts) if (part instanceof Map) yield* part;
}

const joinParts = (parts: readonly unknown[]): unknown => {
  const [first] = parts;
  if (isNumbers(first)) return joinNumbers(parts.filter(isNumbers), first);
  if (first instanceof Map) return parts.length === 1 ? first : new Map(entriesOf(parts));
  return Array.isArray(first) ? parts.flat() : first;
};

const put = (into: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [name = '', ...rest] = path;
  if (rest.length === 0) into[name] = value;
  else {
    const inner = into[name] ?? {};
    into[name] = inner;
    put(inner as Record<string, unknown>, rest, value);
  }
};

export interface PieceJoiner<Value extends object> {
  /** The next piece, in their order. Throws for bytes that are none. */
  add(bytes: Uint8Array): void;
  /** What {@link piecesOf} took apart, of the type that it had. */
  whole(): Value;
}

export const createPieceJoiner = <Value extends object>(): PieceJoiner<Value> => {
  const byPath = new Map<string, { readonly path: readonly string[]; readonly parts: unknown[] }>();
  return {
    add: (bytes) => {
      const { path, part }: Piece = deserialize(bytes);
      const key = path.join(' ');
      const known = byPath.get(key);
      if (known === undefined) byPath.set(key, { path, parts: [part] });
      else known.parts.push(part);
    },
    whole: () => {
      const joined: Record<string, unknown> = {};
      for (const { path, parts } of byPath.values()) put(joined, path, joinParts(parts));
      return joined as Value;
    },
  };
};
