/** One pass over the log: each event is hashed into the tree, and folded unless that was done before. */

import { sealedForm } from '../../api/log/sealedLine.ts';
import { createTextShower, lineOfText, type ShownText } from '../../api/log/shownText.ts';
import type { Audit } from '../../audit/Audit.ts';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import type { RecordedText } from '../../ports/LogTexts.ts';
import { type GrowingTree, leafHash } from '../../tlog/merkle.ts';
import type { OpenedLog } from '../command/openLog.ts';
import type { WaitingCheck } from './modelChecks.ts';

export interface FoldParts {
  readonly log: Pick<OpenedLog, 'texts' | 'identityKey' | 'hideMetadata'>;
  readonly audit: Audit;
  readonly tree: GrowingTree;
  readonly until: Position;
  /** Nothing is folded. */
  readonly isHashedOnly?: boolean;
  /** Called with each leaf, its index and its event. */
  onLeaf(leaf: Uint8Array, index: number, event: RecordedText): void;
  onReached(position: Position, events: number): void;
}

/** Parses its data when it is asked for. */
class Folded {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly by: string;
  readonly #text: string;

  constructor({ position, revision, type, at, data }: RecordedText, { stream, actor }: ShownText) {
    this.position = position;
    this.stream = stream;
    this.revision = revision;
    this.type = type;
    this.at = at;
    this.by = actor.id === undefined ? actor.role : `${actor.role} ${actor.id}`;
    this.#text = data;
  }

  get data(): unknown {
    return JSON.parse(this.#text);
  }
}

const lineFeed = 1;

/** `checks` run where their models stand, the nearest first. */
export const foldLog = async (parts: FoldParts, checks: readonly WaitingCheck[]): Promise<void> => {
  const { log, audit, tree, until, onLeaf, onReached, isHashedOnly = false } = parts;
  const show = createTextShower(log.identityKey, log.hideMetadata, sealedForm);
  const waiting = [...checks];
  const from = audit.position;
  const checkUpTo = async (next: Position | undefined): Promise<void> => {
    while (waiting[0] !== undefined && (next === undefined || waiting[0].position < next)) {
      await waiting.shift()?.run(audit);
    }
  };
  for await (const { events, reached } of log.texts.read({ after: positionStart, until, filter: {} })) {
    for (const event of events) {
      const shown = show(event);
      const leaf = leafHash(lineOfText(shown).slice(0, -lineFeed));
      onLeaf(leaf, tree.size, event);
      tree.append(leaf);
      if (isHashedOnly || event.position <= from) continue;
      if (waiting[0] !== undefined && waiting[0].position < event.position) await checkUpTo(event.position);
      audit.take(new Folded(event, shown));
    }
    onReached(reached, tree.size);
  }
  await checkUpTo(undefined);
};
