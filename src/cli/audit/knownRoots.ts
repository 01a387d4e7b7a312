/** Roots that the tree of the log had at some sizes, as they were kept apart from the log. */
import type { Audit } from '../../audit/Audit.ts';
import type { RecordedText } from '../../ports/LogTexts.ts';
import type { GrowingTree } from '../../tlog/merkle.ts';

export interface KnownRoot {
  readonly size: number;
  readonly root: Uint8Array;
  /** Such as `it was signed`. */
  readonly as: string;
}

export interface RootChecks {
  /** Before the leaf at `index` is added. */
  at(index: number): void;
  /** With the whole tree. */
  end(): void;
  /** Those that the tree had. */
  readonly held: readonly KnownRoot[];
}

export const rootChecks = (known: readonly KnownRoot[], tree: GrowingTree, audit: Audit): RootChecks => {
  const waiting = known.toSorted((one, other) => one.size - other.size);
  const held: KnownRoot[] = [];
  const told = (what: string): void =>
    audit.tell({ position: audit.position, stream: '', revision: -1, what });
  const check = (each: KnownRoot): void => {
    const root = tree.root();
    if (root.equals(each.root)) held.push(each);
    else {
      const was = Buffer.from(each.root).toString('base64');
      told(
        `the first ${each.size} events are not what they were when ${each.as}: root ${root.toString('base64')}, was ${was}`,
      );
    }
  };
  const at = (size: number): void => {
    for (let next = waiting[0]; next !== undefined && next.size === size; next = waiting[0]) {
      waiting.shift();
      check(next);
    }
  };
  return {
    at,
    end: () => {
      at(tree.size);
      for (const { size, as } of waiting) told(`the log has ${tree.size} events, and had ${size} when ${as}`);
    },
    held,
  };
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
