import type { CheckpointStore, SignedTree } from '../../ports/CheckpointStore.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Witness, WitnessAnswer } from '../../ports/Witness.ts';
import { consistencyProof, type ReadTile } from '../../tlog/treeProofs.ts';
import { rememberedTiles } from './rememberedTiles.ts';

export interface CosigningDeps {
  readonly tile: ReadTile;
  readonly checkpoints: CheckpointStore;
  readonly witness: Witness;
  readonly clock: Clock;
}

export type Cosigning =
  | { readonly outcome: 'unsigned' }
  | { readonly outcome: 'cosigned'; readonly size: number }
  /** The witness has seen another log than this one, or this one at a later time. */
  | { readonly outcome: 'refused'; readonly why: string };

/** Asks the witness for a cosignature of the tree that was signed last. Throws WitnessUnavailable and the stores' errors. */
export const cosignTree = async ({
  tile,
  checkpoints,
  witness,
  clock,
}: CosigningDeps): Promise<Cosigning> => {
  const { latest, cosigned } = await checkpoints.read();
  if (latest === undefined) return { outcome: 'unsigned' };
  const read = rememberedTiles(tile);
  const ask = async (oldSize: number): Promise<WitnessAnswer> => {
    const proof = await consistencyProof(read, oldSize, latest.size);
    return await witness.cosign({ oldSize, proof, checkpoint: latest.note });
  };
  const first = await ask(Math.min(cosigned?.size ?? 0, latest.size));
  const answer = first.outcome === 'other-size' && first.size <= latest.size ? await ask(first.size) : first;
  if (answer.outcome === 'refused') return answer;
  if (answer.outcome === 'other-size') {
    return {
      outcome: 'refused',
      why: `it has seen a tree of ${answer.size} leaves, this one has ${latest.size}`,
    };
  }
  const note = latest.note + answer.lines.join('');
  const tree: SignedTree = { ...latest, note, signedAtMs: clock.nowMs() };
  await checkpoints.cosign(tree);
  return { outcome: 'cosigned', size: latest.size };
};
