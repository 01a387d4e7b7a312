import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, Position } from '../../ports/EventStore.ts';
import { type Checkpoint, ReadModelMissing, type TableComparison } from '../../ports/ReadStore.ts';
import { type CopyParts, type ModelCopy, openModelCopy } from './copyModel.ts';
import { requireLog } from './failures.ts';
import { copySchemaOf, schemaOf } from './Projection.ts';

/** Rounds in which the copy follows a live model that moves on; each is shorter than the one before. */
const chasesMax = 100;
const alignPagesMax = 20;
const replaceAttemptsMax = 200;
const replacePauseMs = 50;

/** The model cannot be rebuilt now; the message is one line that says why. The live one is as it was. */
export class RebuildRefused extends Error {
  override readonly name = 'RebuildRefused';
}

export interface RebuildParts extends CopyParts {
  readonly events: Pick<EventStore, 'readAll' | 'readStream' | 'logId' | 'head'>;
  /** After each page: how far the copy is, and how far it will go at least. */
  onProgress(at: Position, until: Position): void;
  readonly signal: AbortSignal;
}

export interface Rebuilt {
  /** Where the two were compared, or where the new one went into place when there was none to compare with. */
  readonly position: Position;
  readonly compared: readonly TableComparison[] | undefined;
  readonly parked: number;
}

interface Watch {
  demandGoingOn(): void;
}

const reach = async (
  copy: ModelCopy,
  until: Position,
  { onProgress }: RebuildParts,
  watch: Watch,
): Promise<number> => {
  for (let pages = 1; ; pages += 1) {
    watch.demandGoingOn();
    const isThere = await copy.applyPage(until);
    onProgress(copy.checkpoint().position, until);
    if (isThere) return pages;
  }
};

const chase = async (copy: ModelCopy, parts: RebuildParts, watch: Watch): Promise<boolean> => {
  const { projection, readStore, events } = parts;
  for (let chases = 0; chases < chasesMax; chases += 1) {
    const live = await readStore.checkpoint(schemaOf(projection));
    if (live !== undefined) requireLog(schemaOf(projection), live, events.logId);
    const pages = await reach(copy, live?.position ?? (await events.head()), parts, watch);
    if (chases === 0) await copy.index();
    else if (pages <= 1) return live !== undefined;
  }
  throw new RebuildRefused(`${projection.name} moves on faster than it can be rebuilt: try in a calmer hour`);
};

const align = async (copy: ModelCopy, { position }: Checkpoint): Promise<Checkpoint> => {
  for (let pages = 0; pages < alignPagesMax; pages += 1) {
    if (await copy.applyPage(position)) return copy.checkpoint();
  }
  throw new RebuildRefused(`the model ran ahead of its copy by more than ${alignPagesMax} pages`);
};

const compare = async (copy: ModelCopy, { projection, readStore }: RebuildParts): Promise<Rebuilt> => {
  let position: Position | undefined;
  const compared = await readStore.compare(schemaOf(projection), copy.schema, async (live) => {
    const aligned = await align(copy, live);
    position = aligned.position;
    return aligned;
  });
  return { position: position ?? copy.checkpoint().position, compared, parked: copy.parked() };
};

/** On to the log's end, so that a live model that is not written at the moment is not replaced by one as late as it. */
const finish = async (copy: ModelCopy, parts: RebuildParts, watch: Watch): Promise<void> => {
  await reach(copy, await parts.events.head(), parts, watch);
};

const putInPlace = async (copy: ModelCopy, parts: RebuildParts, watch: Watch): Promise<void> => {
  const { projection, readStore, signal } = parts;
  for (let attempt = 0; attempt < replaceAttemptsMax; attempt += 1) {
    await finish(copy, parts, watch);
    const replaced = await readStore.replace(schemaOf(projection), copy.schema, async (live) => {
      watch.demandGoingOn();
      return live === undefined ? copy.checkpoint() : await align(copy, live);
    });
    if (replaced === 'replaced') return;
    await pause(replacePauseMs, undefined, { signal }).catch(() => undefined);
  }
  throw new RebuildRefused(`readers of ${projection.name} never let go of it: the old one stays`);
};

/** Undefined when there is no model, or it was deleted while it was looked at. */
const compareIfThere = async (
  copy: ModelCopy,
  parts: RebuildParts,
  watch: Watch,
): Promise<Rebuilt | undefined> => {
  if (!(await chase(copy, parts, watch))) return undefined;
  try {
    return await compare(copy, parts);
  } catch (error) {
    if (error instanceof ReadModelMissing) return undefined;
    throw error;
  }
};

/**
 * @param mode `check` only compares, and leaves the live model as it is
 * Throws {@link RebuildRefused}, LogMismatch, and what the stores throw; the live model is then as it was.
 */
export const rebuildModel = async (parts: RebuildParts, mode: 'rebuild' | 'check'): Promise<Rebuilt> => {
  const { projection, readStore, signal } = parts;
  const schema = copySchemaOf(projection);
  const leadership = await readStore.lead(schema);
  if (leadership === undefined) {
    throw new RebuildRefused(`${projection.name} is being rebuilt by another process already`);
  }
  let lost = false;
  void leadership.ended.then(() => {
    lost = true;
  });
  const watch: Watch = {
    demandGoingOn: () => {
      if (lost) throw new RebuildRefused(`the lock on the copy of ${projection.name} was lost`);
      if (signal.aborted) throw new RebuildRefused(`the rebuild of ${projection.name} was given up`);
    },
  };
  try {
    const copy = await openModelCopy(parts);
    const compared = await compareIfThere(copy, parts, watch);
    if (mode === 'rebuild') await putInPlace(copy, parts, watch);
    return compared ?? { position: copy.checkpoint().position, compared: undefined, parked: copy.parked() };
  } finally {
    // Gone already if it is in place; what cannot be removed now is removed by the next rebuild.
    if (!lost) await readStore.drop(schema).catch(() => undefined);
    await leadership.release();
  }
};
