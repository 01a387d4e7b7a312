import { sealedForm } from '../../api/log/sealedLine.ts';
import { createTextShower, jsonOfText } from '../../api/log/shownText.ts';
import type { RecordedText, TextsRead } from '../../ports/LogTexts.ts';
import { GrowingTree, leafHashText } from '../../tlog/merkle.ts';
import type { LogSource } from '../command/openLog.ts';

export interface GrownTree {
  readonly size: number;
  readonly subtrees: readonly Uint8Array[];
  /** The roots that it had at the sizes that were asked for and reached. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
}

export interface LogTree {
  /** In order. Resolves when more may come. */
  take(read: TextsRead): Promise<void> | void;
  /** With everything that was taken. */
  grown(): Promise<GrownTree>;
  close(): Promise<void>;
}

export type LeafListener = (leaf: Uint8Array, index: number, event: RecordedText) => void;

export const treeHere = (
  { identityKey, hideMetadata }: Pick<LogSource, 'identityKey' | 'hideMetadata'>,
  sizes: readonly number[],
  onLeaf?: LeafListener,
): LogTree => {
  const show = createTextShower(identityKey, hideMetadata, sealedForm);
  const tree = new GrowingTree();
  const asked = new Set(sizes);
  const roots = new Map<number, Uint8Array>();
  const keepRoot = (): void => {
    if (asked.has(tree.size)) roots.set(tree.size, tree.root());
  };
  return {
    take: ({ events }) => {
      for (const event of events) {
        keepRoot();
        const leaf = leafHashText(jsonOfText(show(event)));
        onLeaf?.(Buffer.from(leaf, 'latin1'), tree.size, event);
        tree.append(leaf);
      }
    },
    grown: async () => {
      keepRoot();
      return { size: tree.size, subtrees: tree.subtrees, roots };
    },
    close: async () => undefined,
  };
};
