/** Roots, proofs and notes, accepted and refused by an implementation that is not ours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyRoot, GrowingTree, leafHash } from '../../src/tlog/merkle.ts';
import { checkpointText, cosignature, signedCheckpoint, verifierText } from '../../src/tlog/note.ts';
import { consistencyProof, inclusionProof } from '../../src/tlog/treeProofs.ts';
import { base64, memoryTiles } from './memoryTiles.ts';
import { goIsHere, openSecondOpinion, type SecondOpinion } from './second/secondOpinion.ts';
import { signerOf } from './signers.ts';

const leaves = Array.from({ length: 70_000 }, (_, n) => `leaf ${n}`);
const sizes = [1, 2, 3, 7, 8, 255, 256, 257, 511, 513, 1_000, 65_535, 65_536, 65_537, 70_000] as const;
const tiles = memoryTiles(leaves);

const rootsByGrowth = (): ReadonlyMap<number, Buffer> => {
  const tree = new GrowingTree();
  const roots = new Map<number, Buffer>();
  for (const leaf of leaves) {
    tree.append(leafHash(leaf));
    roots.set(tree.size, tree.root());
  }
  return roots;
};
const roots = rootsByGrowth();
const rootOf = (size: number): Buffer => roots.get(size) ?? emptyRoot;

describe.skipIf(!goIsHere())('golang.org/x/mod/sumdb', () => {
  let second: SecondOpinion;
  beforeAll(async () => {
    second = await openSecondOpinion();
  });
  afterAll(async () => await second.close());

  it('has the same roots', async () => {
    for (const size of [1, 2, 3, 255, 256, 257, 1_000]) {
      const { root } = await second.ask({ op: 'root', leaves: leaves.slice(0, size) });
      expect(root).toBe(base64(rootOf(size)));
    }
  });

  it('accepts inclusion proofs, and refuses them for another leaf, place or root', async () => {
    for (const size of sizes) {
      for (const index of new Set([0, Math.floor(size / 3), size - 1])) {
        const proof = (await inclusionProof(tiles, index, size)).map(base64);
        const root = base64(rootOf(size));
        const asked = { op: 'inclusion', size, index, root, leaf: leaves[index], proof };
        expect((await second.ask(asked)).ok).toBe(true);
        expect((await second.ask({ ...asked, leaf: 'another leaf' })).ok).toBe(false);
        expect((await second.ask({ ...asked, root: base64(rootOf(size + 1)) })).ok).toBe(false);
      }
    }
  });

  it('accepts consistency proofs, and refuses a split view', async () => {
    for (const size of sizes) {
      for (const old of sizes.filter((each) => each < size)) {
        const proof = (await consistencyProof(tiles, old, size)).map(base64);
        const [root, oldRoot] = [base64(rootOf(size)), base64(rootOf(old))];
        const asked = { op: 'consistency', size, old, root, oldRoot, proof };
        expect((await second.ask(asked)).ok).toBe(true);
        const another = base64(leafHash('another history'));
        expect((await second.ask({ ...asked, oldRoot: another })).ok).toBe(false);
      }
    }
  });

  it('opens notes with the published key, also cosigned ones, and refuses altered and foreign ones', async () => {
    const log = signerOf('cinema.example/log', 1);
    const head = { origin: log.name, size: 12, root: leafHash('x') };
    const note = signedCheckpoint(head, log);
    const witness = signerOf('witness.example/w1', 2, 'cosignature');
    const cosigned = note + cosignature(checkpointText(head), 1_700_000_000, witness);
    const key = verifierText(log);
    for (const each of [note, cosigned]) {
      const opened = { ok: true, text: checkpointText(head) };
      expect(await second.ask({ op: 'note', note: each, key })).toEqual(opened);
    }
    expect((await second.ask({ op: 'note', note: note.replace('\n12\n', '\n13\n'), key })).ok).toBe(false);
    const foreign = signedCheckpoint(head, signerOf(log.name, 9));
    expect((await second.ask({ op: 'note', note: foreign, key })).ok).toBe(false);
  });
});
