/** A signed size and root of a log's tree. Kept when the tree is rebuilt. */
export interface SignedTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note. */
  readonly note: string;
  /** Since the epoch. */
  readonly signedAtMs: number;
}

export interface SignedTrees {
  /** Signed last. */
  readonly latest: SignedTree | undefined;
  /** Cosigned last, its note with the cosignatures. */
  readonly cosigned: SignedTree | undefined;
}

export class CheckpointStoreUnavailable extends Error {
  override readonly name = 'CheckpointStoreUnavailable';
}

/** All throw CheckpointStoreUnavailable. */
export interface CheckpointStore {
  read(): Promise<SignedTrees>;
  /** Only if the latest is still that of `after`. Durable when it returns. */
  sign(after: SignedTree | undefined, next: SignedTree): Promise<'signed' | 'moved'>;
  /** Unless a larger tree is cosigned. */
  cosign(tree: SignedTree): Promise<void>;
}
