import type { CheckpointStore, SignedTree } from '../../ports/CheckpointStore.ts';
import type { Clock } from '../../ports/Clock.ts';
import { type Signer, signedCheckpoint } from '../../tlog/note.ts';
import { consistencyProof, isConsistent, type ReadTile, treeRoot } from '../../tlog/treeProofs.ts';
import { rememberedTiles } from './rememberedTiles.ts';

export interface Tree {
  /** Undefined for an empty tree. */
  standing(): Promise<{ readonly size: number } | undefined>;
  readonly tile: ReadTile;
}

export interface SigningDeps {
  readonly tree: Tree;
  readonly checkpoints: CheckpointStore;
  readonly signer: Signer;
  readonly clock: Clock;
}

export type Signing =
  /** unchanged: no new events; behind: the tree is being rebuilt; moved: another node signed first. */
  | { readonly outcome: 'unchanged' | 'behind' | 'moved' }
  | { readonly outcome: 'signed'; readonly signed: SignedTree }
  /** The tree does not extend what was signed before: nothing is signed. */
  | { readonly outcome: 'refused'; readonly size: number; readonly signedSize: number };

const isExtension = async (
  read: ReadTile,
  before: SignedTree,
  now: { readonly size: number; readonly root: Uint8Array },
): Promise<boolean> => isConsistent(before, now, await consistencyProof(read, before.size, now.size));

/** Signs the tree as it is now, if it extends what was signed before by any node at any time. */
export const signTree = async ({ tree, checkpoints, signer, clock }: SigningDeps): Promise<Signing> => {
  const { latest } = await checkpoints.read();
  const size = (await tree.standing())?.size ?? 0;
  if (size === 0) return { outcome: 'unchanged' };
  if (latest !== undefined && size < latest.size) return { outcome: 'behind' };
  const read = rememberedTiles(tree.tile);
  const root = await treeRoot(read, size);
  if (latest !== undefined && !(await isExtension(read, latest, { size, root }))) {
    return { outcome: 'refused', size, signedSize: latest.size };
  }
  if (latest?.size === size) return { outcome: 'unchanged' };
  const note = signedCheckpoint({ origin: signer.name, size, root }, signer);
  const signed = { size, root, note, signedAtMs: clock.nowMs() };
  const outcome = await checkpoints.sign(latest, signed);
  return outcome === 'moved' ? { outcome } : { outcome, signed };
};
