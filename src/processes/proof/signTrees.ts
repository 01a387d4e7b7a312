import type { Cosigning } from '../../commands/proof/cosignTree.ts';
import type { Signing } from '../../commands/proof/signTree.ts';
import type { Job, ProcessLogger } from '../engine/runJob.ts';

export interface ProofCounts {
  /** The tree did not extend what was signed before. */
  refused(): void;
  /** By the witness; or it did not answer. */
  uncosigned(): void;
}

const signEveryMs = 1_000;
const cosignEveryMs = 60_000;

export const signTrees = (
  sign: () => Promise<Signing>,
  counts: Pick<ProofCounts, 'refused'>,
  logger: ProcessLogger,
): Job => ({
  name: 'sign_tree',
  everyMs: signEveryMs,
  pass: async () => {
    const signing = await sign();
    if (signing.outcome === 'refused') {
      counts.refused();
      const { size, signedSize } = signing;
      logger.warn(
        { size, signedSize },
        'the tree of the log does not extend what was signed: nothing is signed',
      );
    }
    return undefined;
  },
});

export const cosignTrees = (
  cosign: () => Promise<Cosigning>,
  counts: Pick<ProofCounts, 'uncosigned'>,
  logger: ProcessLogger,
): Job => ({
  name: 'cosign_tree',
  everyMs: cosignEveryMs,
  pass: async () => {
    try {
      const cosigning = await cosign();
      if (cosigning.outcome !== 'refused') return undefined;
      counts.uncosigned();
      logger.warn({ why: cosigning.why }, 'the witness does not cosign the tree of the log');
    } catch (error) {
      counts.uncosigned();
      throw error;
    }
    return undefined;
  },
});
