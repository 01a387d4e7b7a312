/** What is signed, and what never is: the tree, its history, the witness's memory, each tampered with in turn. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpWitness } from '../../../src/adapters/witness/httpWitness.ts';
import { cosignTree } from '../../../src/commands/proof/cosignTree.ts';
import { createProofs } from '../../../src/commands/proof/proofs.ts';
import { signTree } from '../../../src/commands/proof/signTree.ts';
import type { CheckpointStore, SignedTree, SignedTrees } from '../../../src/ports/CheckpointStore.ts';
import { leafHash } from '../../../src/tlog/merkle.ts';
import { parseCheckpoint, parseNote, signaturesBy, signedCheckpoint } from '../../../src/tlog/note.ts';
import { isConsistent, type ReadTile, treeRoot } from '../../../src/tlog/treeProofs.ts';
import { type FakeWitness, startFakeWitness } from '../../support/fakeWitness.ts';
import { base64, memoryTiles } from '../../tlog/memoryTiles.ts';
import { signerOf } from '../../tlog/signers.ts';

const signer = signerOf('cinema.example/log', 1);
const witnessKey = signerOf('witness.example/w1', 2, 'cosignature');
const clock = { nowMs: () => 1_700_000_000_000 };

const memoryCheckpoints = () => {
  let trees: SignedTrees = { latest: undefined, cosigned: undefined };
  const store: CheckpointStore = {
    read: async () => trees,
    sign: async (after, next) => {
      if (trees.latest?.note !== after?.note) return 'moved';
      trees = { ...trees, latest: next };
      return 'signed';
    },
    cosign: async (cosigned) => {
      trees = { ...trees, cosigned };
    },
  };
  const put = (latest: SignedTree): void => {
    trees = { ...trees, latest };
  };
  return { store, put };
};

const leaves = (count: number, altered?: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => (n === altered ? 'another event' : `event ${n}`));

const treeOf = (events: readonly string[]) => ({
  standing: async () => ({ size: events.length, position: '0'.repeat(20) }),
  tile: memoryTiles(events),
});

let checkpoints: ReturnType<typeof memoryCheckpoints>;
const sign = (events: readonly string[], tile?: ReadTile) => {
  const tree = { ...treeOf(events), ...(tile === undefined ? {} : { tile }) };
  return signTree({ tree, checkpoints: checkpoints.store, signer, clock });
};

beforeEach(() => {
  checkpoints = memoryCheckpoints();
});

describe('a tree that grows', () => {
  it('is signed each time, and not again while it stays', async () => {
    expect((await sign([])).outcome).toBe('unchanged');
    for (const size of [1, 2, 300, 700]) {
      expect((await sign(leaves(size))).outcome).toBe('signed');
      const { latest } = await checkpoints.store.read();
      const note = parseNote(latest?.note ?? '');
      expect(note && signaturesBy(note, signer)?.length).toBe(1);
      expect(note && parseCheckpoint(note.text)).toEqual({
        origin: signer.name,
        size,
        root: Buffer.from(await treeRoot(memoryTiles(leaves(size)), size)),
      });
      expect((await sign(leaves(size))).outcome).toBe('unchanged');
    }
  });

  it('is left to the node that signed it first', async () => {
    const racing: CheckpointStore = {
      ...checkpoints.store,
      sign: async (after, next) => {
        await sign(leaves(6));
        return await checkpoints.store.sign(after, next);
      },
    };
    expect(await signTree({ tree: treeOf(leaves(5)), checkpoints: racing, signer, clock })).toEqual({
      outcome: 'moved',
    });
    expect((await checkpoints.store.read()).latest?.size).toBe(6);
  });

  it('waits while it is smaller than what was signed: it is being made anew', async () => {
    await sign(leaves(300));
    expect(await sign(leaves(200))).toEqual({ outcome: 'behind' });
    expect((await checkpoints.store.read()).latest?.size).toBe(300);
  });
});

describe('a planted fault', () => {
  const refused = { outcome: 'refused', size: 700, signedSize: 300 };

  it('an event altered after it was signed', async () => {
    await sign(leaves(300));
    expect(await sign(leaves(700, 17))).toEqual(refused);
    expect((await checkpoints.store.read()).latest?.size).toBe(300);
  });

  it('an event altered in a tree of the same size', async () => {
    await sign(leaves(300));
    expect(await sign(leaves(300, 17))).toEqual({ ...refused, size: 300 });
  });

  it('an event removed, the others moved up', async () => {
    await sign(leaves(300));
    expect(await sign(leaves(701).filter((_, n) => n !== 100))).toEqual(refused);
  });

  it('two events swapped', async () => {
    await sign(leaves(300));
    const events = leaves(700);
    expect(await sign(events.with(10, events[11] ?? '').with(11, events[10] ?? ''))).toEqual(refused);
  });

  it('a tile altered where it is kept', async () => {
    await sign(leaves(300));
    const read = memoryTiles(leaves(700));
    const altered: ReadTile = async (level, index) => {
      const tile = Buffer.from(await read(level, index));
      if (level === 0 && index === 1) tile[3] = (tile[3] ?? 0) ^ 1;
      return tile;
    };
    expect(await sign(leaves(700), altered)).toEqual(refused);
  });
});

describe('a proof of an event', () => {
  const proofsOf = (events: readonly string[]) =>
    createProofs({
      tree: {
        ...treeOf(events),
        indexOf: async (position) => (BigInt(position) < 50n ? Number(position) : undefined),
      },
      checkpoints: checkpoints.store,
    });

  it('is a tlog-proof with the checkpoint as it was signed', async () => {
    await sign(leaves(3));
    const found = await proofsOf(leaves(3)).ofEvent('00000000000000000001', 'latest');
    const { latest } = await checkpoints.store.read();
    const hashes = [leafHash('event 0'), leafHash('event 2')].map(base64);
    const proof = ['c2sp.org/tlog-proof@v1', 'index 1', ...hashes, '', latest?.note].join('\n');
    expect(found).toEqual({ outcome: 'proved', proof, index: 1, size: 3 });
  });

  it('is not there before the tree of the event is signed, and never for a position without an event', async () => {
    const proofs = proofsOf(leaves(9));
    await sign(leaves(3));
    const later = await proofs.ofEvent('00000000000000000005', 'latest');
    expect(later).toEqual({ outcome: 'not-yet', reached: '0'.repeat(20) });
    expect((await proofs.ofEvent('00000000000000000001', 'cosigned')).outcome).toBe('not-yet');
    expect(await proofs.ofGrowth(1, 4)).toBe(undefined);
    expect((await proofs.ofGrowth(1, 3))?.length).toBe(2);
  });
});

describe('a witness', () => {
  let witness: FakeWitness;
  beforeAll(async () => {
    witness = await startFakeWitness(
      () => signer,
      witnessKey,
      async ({ older, newer, proof }) =>
        isConsistent(
          older,
          newer,
          proof.map((hash) => Buffer.from(hash, 'base64')),
        ),
    );
  });
  beforeEach(() => {
    witness.seen = undefined;
    witness.answered.length = 0;
  });
  afterAll(async () => await witness.close());

  const cosign = (events: readonly string[], verifier = witnessKey) =>
    cosignTree({
      tile: memoryTiles(events),
      checkpoints: checkpoints.store,
      witness: httpWitness({ url: witness.url, verifier }),
      clock,
    });

  it('cosigns each larger tree, and the same again', async () => {
    expect(await cosign(leaves(1))).toEqual({ outcome: 'unsigned' });
    for (const size of [1, 1, 5, 700]) {
      await sign(leaves(size));
      expect(await cosign(leaves(size))).toEqual({ outcome: 'cosigned', size });
      const note = parseNote((await checkpoints.store.read()).cosigned?.note ?? '');
      expect(note && signaturesBy(note, signer)?.length).toBe(1);
      expect(note && signaturesBy(note, witnessKey)?.length).toBe(1);
    }
    expect(witness.answered).toEqual([200, 200, 200, 200]);
  });

  it('that was asked by another node meanwhile is asked again from what it saw', async () => {
    await sign(leaves(5));
    await cosign(leaves(5));
    const forgetful = memoryCheckpoints();
    const { latest } = await checkpoints.store.read();
    if (latest !== undefined) forgetful.put(latest);
    checkpoints = forgetful;
    await sign(leaves(9));
    expect(await cosign(leaves(9))).toEqual({ outcome: 'cosigned', size: 9 });
    expect(witness.answered).toEqual([200, 409, 200]);
  });

  it('refuses a log that was rolled back', async () => {
    await sign(leaves(700));
    await cosign(leaves(700));
    checkpoints = memoryCheckpoints();
    await sign(leaves(300));
    expect(await cosign(leaves(300))).toEqual({
      outcome: 'refused',
      why: 'it has seen a tree of 700 leaves, this one has 300',
    });
  });

  it('refuses a split view', async () => {
    await sign(leaves(300));
    await cosign(leaves(300));
    checkpoints = memoryCheckpoints();
    await sign(leaves(700, 17));
    expect(await cosign(leaves(700, 17))).toEqual({
      outcome: 'refused',
      why: 'the tree does not extend the one that it has seen',
    });
    expect(witness.seen?.size).toBe(300);
  });

  it('refuses a checkpoint of a foreign key, and is refused with a foreign cosignature', async () => {
    const root = await treeRoot(memoryTiles(leaves(3)), 3);
    const note = signedCheckpoint({ origin: signer.name, size: 3, root }, signerOf(signer.name, 9));
    checkpoints.put({ size: 3, root, note, signedAtMs: 0 });
    expect(await cosign(leaves(3))).toEqual({
      outcome: 'refused',
      why: 'it does not know the key of this log',
    });
    checkpoints = memoryCheckpoints();
    await sign(leaves(3));
    const other = signerOf(witnessKey.name, 9, 'cosignature');
    expect(await cosign(leaves(3), other)).toEqual({
      outcome: 'refused',
      why: 'its answer is not signed by its key',
    });
    expect((await checkpoints.store.read()).cosigned).toBe(undefined);
  });

  it('that does not answer is told as such', async () => {
    await sign(leaves(3));
    const away = httpWitness({ url: 'http://127.0.0.1:9', verifier: witnessKey });
    const asked = cosignTree({
      tile: memoryTiles(leaves(3)),
      checkpoints: checkpoints.store,
      witness: away,
      clock,
    });
    await expect(asked).rejects.toThrow('the witness witness.example/w1 does not answer');
  });
});
