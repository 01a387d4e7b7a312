/** Roots that the tree of the log had at some sizes, as they were kept apart from the log. */
import type { Audit } from '../../audit/Audit.ts';
import type { RecordedText } from '../../ports/LogTexts.ts';
import type { GrownTree } from './treeHere.ts';

export interface KnownRoot {
  readonly size: number;
  readonly root: Uint8Array;
  /** Such as `it was signed`. */
  readonly as: string;
}

/** Tells where the tree had another root. Answers those that it had. */
export const checkRoots = (
  known: readonly KnownRoot[],
  { size: events, roots }: GrownTree,
  audit: Audit,
): readonly KnownRoot[] => {
  const told = (what: string): void =>
    audit.tell({ position: audit.position, stream: '', revision: -1, what });
  return known
    .toSorted((one, other) => one.size - other.size)
    .filter(({ size, root: wanted, as }) => {
      const root = roots.get(size);
      if (root === undefined) {
        told(`the log has ${events} events, and had ${size} when ${as}`);
        return false;
      }
      const [found, was] = [Buffer.from(root), Buffer.from(wanted)];
      if (found.equals(was)) return true;
      told(
        `the first ${size} events are not what they were when ${as}: root ${found.toString('base64')}, was ${was.toString('base64')}`,
      );
      return false;
    });
};

/** Compares leaves with those of a kept tree, and tells the first few that differ. */
export const leafChecks = (
  kept: (index: number) => Promise<Uint8Array | undefined>,
  audit: Audit,
  differencesMax = 5,
) => {
  let differences = 0;
  return async (leaf: Uint8Array, index: number, { position, stream, revision, type }: RecordedText) => {
    if (differences >= differencesMax) return;
    const before = await kept(index);
    if (before === undefined || Buffer.compare(before, leaf) === 0) return;
    differences += 1;
    audit.tell({
      position,
      stream,
      revision,
      what: `${type} is not the event that was hashed into the tree`,
    });
  };
};
