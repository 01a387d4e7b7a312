/** Tiles of a list of leaves, made the plain way: hash by hash. */
import { leafHash, nodeHash } from '../../src/tlog/merkle.ts';
import { tileWidth } from '../../src/tlog/tiles.ts';
import type { ReadTile } from '../../src/tlog/treeProofs.ts';

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const folded = (hashes: readonly Uint8Array[]): Uint8Array => {
  const [only] = hashes;
  if (hashes.length === 1 && only !== undefined) return only;
  const middle = hashes.length / 2;
  return nodeHash(folded(hashes.slice(0, middle)), folded(hashes.slice(middle)));
};

export const memoryTiles = (leaves: readonly string[]): ReadTile => {
  const levels: Uint8Array[][] = [leaves.map(leafHash)];
  for (let below = levels[0] ?? []; below.length >= tileWidth; below = levels.at(-1) ?? []) {
    const full = Math.floor(below.length / tileWidth);
    levels.push(
      Array.from({ length: full }, (_, n) => folded(below.slice(n * tileWidth, (n + 1) * tileWidth))),
    );
  }
  return async (level, index) =>
    Buffer.concat((levels[level] ?? []).slice(index * tileWidth, (index + 1) * tileWidth));
};
