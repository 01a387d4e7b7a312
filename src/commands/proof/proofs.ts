import type { CheckpointStore, SignedTree } from '../../ports/CheckpointStore.ts';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import { tlogProof } from '../../tlog/tlogProof.ts';
import { consistencyProof, inclusionProof, type ReadTile } from '../../tlog/treeProofs.ts';
import { rememberedTiles } from './rememberedTiles.ts';

export interface ProofDeps {
  readonly tree: {
    readonly tile: ReadTile;
    standing(): Promise<{ readonly position: Position } | undefined>;
    indexOf(position: Position): Promise<number | undefined>;
  };
  readonly checkpoints: Pick<CheckpointStore, 'read'>;
}

export type EventProof =
  | { readonly outcome: 'proved'; readonly proof: string; readonly index: number; readonly size: number }
  /** No event has this position. */
  | { readonly outcome: 'unknown' }
  /** No signed, or no cosigned, tree has the event yet. `reached`: the position of the last leaf. */
  | { readonly outcome: 'not-yet'; readonly reached: Position };

export interface Proofs {
  /** Throws ReadStoreUnavailable, ReadModelMissing, CheckpointStoreUnavailable. */
  ofEvent(position: Position, which: 'latest' | 'cosigned'): Promise<EventProof>;
  /** That the tree of `from` leaves is the beginning of that of `to`. Undefined beyond what is signed. */
  ofGrowth(from: number, to: number): Promise<readonly Uint8Array[] | undefined>;
  checkpoint(which: 'latest' | 'cosigned'): Promise<SignedTree | undefined>;
}

export const createProofs = ({ tree, checkpoints }: ProofDeps): Proofs => ({
  ofEvent: async (position, which) => {
    const index = await tree.indexOf(position);
    const reached = (await tree.standing())?.position ?? positionStart;
    if (index === undefined && position <= reached) return { outcome: 'unknown' };
    const signed = (await checkpoints.read())[which];
    if (index === undefined || signed === undefined || index >= signed.size) {
      return { outcome: 'not-yet', reached };
    }
    const hashes = await inclusionProof(rememberedTiles(tree.tile), index, signed.size);
    return { outcome: 'proved', proof: tlogProof(index, hashes, signed.note), index, size: signed.size };
  },
  ofGrowth: async (from, to) => {
    const { latest } = await checkpoints.read();
    if (latest === undefined || to > latest.size || from > to) return undefined;
    return await consistencyProof(rememberedTiles(tree.tile), from, to);
  },
  checkpoint: async (which) => (await checkpoints.read())[which],
});
