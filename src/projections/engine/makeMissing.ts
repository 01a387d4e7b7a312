import { type CopyParts, openModelCopy } from './copyModel.ts';
import type { LogReplay } from './LogReplay.ts';
import { copySchemaOf, schemaOf } from './Projection.ts';

export interface MakeParts extends CopyParts {
  readonly replay: LogReplay;
  /** Build of a copy that this process began before, to go on with. */
  readonly begun: string | undefined;
  onBegun(build: string): void;
  isOver(): boolean;
}

/**
 * Makes a model that does not exist as a copy and renames it at the log's end, so that readers never see a part of it.
 * False when it was given up, or another process is making it. Throws as `LogReplay.handOver` does.
 */
export const makeMissing = async (parts: MakeParts): Promise<boolean> => {
  const { projection, readStore } = parts;
  const leadership = await readStore.lead(copySchemaOf(projection));
  if (leadership === undefined) return false;
  let lost = false;
  void leadership.ended.then(() => {
    lost = true;
  });
  try {
    const copy = await openModelCopy(parts, parts.begun);
    parts.onBegun(copy.checkpoint().build);
    const reachEnd = (): Promise<boolean> =>
      parts.replay.handOver({
        after: copy.checkpoint().position,
        filter: copy.filter,
        take: copy.apply,
        isOver: () => lost || parts.isOver(),
      });
    if (!(await reachEnd())) return false;
    await copy.index();
    // The log has gone on meanwhile.
    if (!(await reachEnd())) return false;
    const replaced = await readStore.replace(schemaOf(projection), copy.schema, async () =>
      copy.checkpoint(),
    );
    return replaced === 'replaced';
  } finally {
    await leadership.release();
  }
};
