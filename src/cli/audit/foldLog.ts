/** One pass over the log: each event is hashed into the tree, and folded unless that was done before. */

import { copiedLinesIn } from '../../adapters/postgres/copiedEvents.ts';
import { streamShown } from '../../api/log/views.ts';
import type { Audit } from '../../audit/Audit.ts';
import { type EventMetadata, type Position, positionStart } from '../../ports/EventStore.ts';
import type { RecordedText } from '../../ports/LogTexts.ts';
import type { LogSource } from '../command/openLog.ts';
import type { WaitingCheck } from './modelChecks.ts';
import type { LogTree } from './treeHere.ts';

export interface FoldParts {
  readonly log: LogSource;
  readonly audit: Audit;
  readonly tree: LogTree;
  readonly until: Position;
  onReached(position: Position, events: number): void;
}

/** Parses what is asked for. */
class Folded {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly #text: Pick<RecordedText, 'data' | 'metadata'>;
  readonly #log: LogSource;

  constructor(text: Omit<RecordedText, 'id' | 'version'>, log: LogSource) {
    const { position, stream, revision, type, at } = text;
    this.position = position;
    this.stream = streamShown(stream, log.identityKey);
    this.revision = revision;
    this.type = type;
    this.at = at;
    this.#text = text;
    this.#log = log;
  }

  get data(): unknown {
    return JSON.parse(this.#text.data);
  }

  get by(): string {
    const { actor } = this.#log.hideMetadata(JSON.parse(this.#text.metadata) as EventMetadata);
    return actor.id === undefined ? actor.role : `${actor.role} ${actor.id}`;
  }
}

/** `checks` run where their models stand, the nearest first. Answers how many events were read. */
export const foldLog = async (parts: FoldParts, checks: readonly WaitingCheck[]): Promise<number> => {
  const { log, audit, tree, until, onReached } = parts;
  const waiting = [...checks];
  const from = audit.position;
  let count = 0;
  const checkUpTo = async (next: Position | undefined): Promise<void> => {
    while (waiting[0] !== undefined && (next === undefined || waiting[0].position < next)) {
      await waiting.shift()?.run(audit);
    }
  };
  for await (const read of log.texts.read({ after: positionStart, until, filter: {} })) {
    const full = tree.take(read);
    if (full !== undefined) await full;
    const events = read.rows === undefined ? read.events : copiedLinesIn(read.rows);
    for (const event of events) {
      if (event.position <= from) continue;
      if (waiting[0] !== undefined && waiting[0].position < event.position) await checkUpTo(event.position);
      audit.take(new Folded(event, log));
    }
    count += events.length;
    onReached(read.reached, count);
  }
  await checkUpTo(undefined);
  return count;
};
