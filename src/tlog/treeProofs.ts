/** Proofs of RFC 6962, sections 2.1.1 and 2.1.2, made from tiles and checked. */
import { emptyRoot, hashBytes, nodeHash } from './merkle.ts';
import { tileHeight, tileWidth } from './tiles.ts';

/** The first `width` hashes of a tile, one after the other; more may follow. */
export type ReadTile = (level: number, index: number) => Promise<Uint8Array>;

class TileMissing extends Error {
  override readonly name = 'TileMissing';
}

const powerBelow = (count: number): number => {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
};

const foldedHashes = (hashes: readonly Uint8Array[]): Uint8Array => {
  let row = hashes;
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, place) =>
      nodeHash(row[2 * place] ?? emptyRoot, row[2 * place + 1] ?? emptyRoot),
    );
  }
  return row[0] ?? emptyRoot;
};

const subtree = async (read: ReadTile, height: number, index: number): Promise<Uint8Array> => {
  const level = Math.floor(height / tileHeight);
  const count = 2 ** (height % tileHeight);
  const first = index * count;
  const tile = await read(level, Math.floor(first / tileWidth));
  const from = (first % tileWidth) * hashBytes;
  if (tile.length < from + count * hashBytes) {
    throw new TileMissing(`tile ${level}/${Math.floor(first / tileWidth)} is shorter than the tree`);
  }
  return foldedHashes(
    Array.from({ length: count }, (_, place) =>
      tile.subarray(from + place * hashBytes, from + (place + 1) * hashBytes),
    ),
  );
};

const rangeRoot = async (read: ReadTile, start: number, end: number): Promise<Uint8Array> => {
  const count = end - start;
  if (count === 0) return emptyRoot;
  const power = powerBelow(count);
  if (count === 1 || count === 2 * power) {
    return await subtree(read, Math.round(Math.log2(count)), start / count);
  }
  return nodeHash(await rangeRoot(read, start, start + power), await rangeRoot(read, start + power, end));
};

export const treeRoot = (read: ReadTile, size: number): Promise<Uint8Array> => rangeRoot(read, 0, size);

const path = async (read: ReadTile, index: number, start: number, end: number): Promise<Uint8Array[]> => {
  if (end - start <= 1) return [];
  const middle = start + powerBelow(end - start);
  return index < middle
    ? [...(await path(read, index, start, middle)), await rangeRoot(read, middle, end)]
    : [...(await path(read, index, middle, end)), await rangeRoot(read, start, middle)];
};

/** From the leaf's sibling up. */
export const inclusionProof = (
  read: ReadTile,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> => {
  if (index < 0 || index >= size) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  return path(read, index, 0, size);
};

const between = async (
  read: ReadTile,
  old: number,
  [start, end]: readonly [number, number],
  isWhole: boolean,
): Promise<Uint8Array[]> => {
  if (old === end) return isWhole ? [] : [await rangeRoot(read, start, end)];
  const middle = start + powerBelow(end - start);
  return old <= middle
    ? [...(await between(read, old, [start, middle], isWhole)), await rangeRoot(read, middle, end)]
    : [...(await between(read, old, [middle, end], false)), await rangeRoot(read, start, middle)];
};

/** Empty when `old` is 0 or `size`. */
export const consistencyProof = async (
  read: ReadTile,
  old: number,
  size: number,
): Promise<readonly Uint8Array[]> => {
  if (old < 0 || old > size) throw new RangeError(`a tree of ${size} leaves has no older one of ${old}`);
  return old === 0 ? [] : await between(read, old, [0, size], true);
};

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** RFC 9162, section 2.1.4.2. */
export const isConsistent = (
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean => {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && same(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  const isPower = older.size === 2 * powerBelow(older.size) || older.size === 1;
  const hashes = isPower ? [older.root, ...proof] : [...proof];
  let [fn, sn] = [older.size - 1, newer.size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  const first = hashes.shift();
  if (first === undefined) return false;
  let [fr, sr] = [first, first];
  for (const hash of hashes) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(hash, fr), nodeHash(hash, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = nodeHash(sr, hash);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && same(fr, older.root) && same(sr, newer.root);
};
