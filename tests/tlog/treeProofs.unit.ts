import { describe, expect, it } from 'vitest';
import { emptyRoot, GrowingTree, leafHash, leafHashText } from '../../src/tlog/merkle.ts';
import { consistencyProof, isConsistent, treeRoot } from '../../src/tlog/treeProofs.ts';
import { base64, memoryTiles } from './memoryTiles.ts';

const leaves = Array.from({ length: 3_000 }, (_, n) => `leaf ${n}`);
const sizes = [1, 2, 3, 7, 8, 255, 256, 257, 511, 513, 1_000, 2_048, 3_000] as const;
const tiles = memoryTiles(leaves);

const rootsByGrowth = (): ReadonlyMap<number, Buffer> => {
  const tree = new GrowingTree();
  const roots = new Map<number, Buffer>([[0, tree.root()]]);
  for (const leaf of leaves) {
    tree.append(leafHash(leaf));
    roots.set(tree.size, tree.root());
  }
  return roots;
};
const roots = rootsByGrowth();
const rootOf = (size: number): Buffer => roots.get(size) ?? emptyRoot;

describe('a tree', () => {
  it('has one root, grown leaf by leaf or read from tiles', async () => {
    for (const size of sizes) expect(base64(await treeRoot(tiles, size))).toBe(base64(rootOf(size)));
    expect(base64(await treeRoot(tiles, 0))).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });

  it('takes hashes as bytes and as strings of them', () => {
    const [bytes, strings] = [new GrowingTree(), new GrowingTree()];
    for (const leaf of leaves.slice(0, 100)) {
      bytes.append(leafHash(leaf));
      strings.append(leafHashText(leaf));
    }
    expect(base64(strings.root())).toBe(base64(bytes.root()));
    expect(strings.subtrees.map(base64)).toEqual(bytes.subtrees.map(base64));
  });

  it('goes on from its complete subtrees', () => {
    const tree = new GrowingTree();
    for (const leaf of leaves.slice(0, 777)) tree.append(leafHash(leaf));
    const again = GrowingTree.of({ size: tree.size, subtrees: tree.subtrees });
    again.append(leafHash(leaves[777] ?? ''));
    expect(base64(again.root())).toBe(base64(rootOf(778)));
    expect(() => GrowingTree.of({ size: 776, subtrees: tree.subtrees })).toThrow(
      'a tree of 776 leaves has other subtrees',
    );
  });

  it('is consistent with each older one, and with no other', async () => {
    for (const size of sizes) {
      for (const old of sizes.filter((each) => each <= size)) {
        const proof = await consistencyProof(tiles, old, size);
        const newer = { size, root: rootOf(size) };
        expect(isConsistent({ size: old, root: rootOf(old) }, newer, proof)).toBe(true);
        const forged = { size: old, root: leafHash('another history') };
        expect(isConsistent(forged, newer, proof)).toBe(false);
        if (proof.length > 0) {
          expect(isConsistent({ size: old, root: rootOf(old) }, newer, proof.slice(1))).toBe(false);
        }
      }
    }
  });
});
