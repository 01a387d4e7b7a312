import { setImmediate } from 'node:timers/promises';
import { categoryOf, idOfStream } from '../../domain/kernel/streams.ts';
import type { EventStore, Position, RecordedEvent } from '../../ports/EventStore.ts';
import { type Change, changedKinds } from './schemas.ts';

export interface ChangedStream extends Pick<Change, 'kind' | 'id' | 'stream' | 'firstRevision'> {
  lastRevision: number;
  readonly events: Record<string, number>;
}

export interface LogPart {
  readonly from: Position;
  readonly to: Position;
  readonly eventsMax: number;
}

export interface ChangedPart {
  readonly streams: readonly ChangedStream[];
  /** Up to where the log was looked at. */
  readonly reached: Position;
}

/** Only their types and revisions are kept. */
const pageEvents = 500;
/** Each is folded twice for what is shown of it. */
const streamsMax = 200;

const kindOf = (stream: string): Change['kind'] | undefined => {
  const category = categoryOf(stream);
  return changedKinds.find((kind) => kind === category);
};

const filter = { categories: changedKinds };

const readPart = async (
  events: Pick<EventStore, 'readAll'>,
  after: Position,
  to: Position,
  maxCount: number,
): Promise<{ readonly within: readonly RecordedEvent[]; readonly next: Position }> => {
  const page = await events.readAll(after, { maxCount, filter });
  const within = page.events.filter(({ position }) => position <= to);
  const isOver = page.atEnd || page.next >= to || within.length < page.events.length;
  return { within, next: isOver ? to : page.next };
};

const note = (streams: Map<string, ChangedStream>, { stream, revision, type }: RecordedEvent): void => {
  const kind = kindOf(stream);
  if (kind === undefined) return;
  const known = streams.get(stream) ?? {
    ...{ kind, id: idOfStream(stream), stream, firstRevision: revision, lastRevision: revision },
    events: {},
  };
  known.lastRevision = revision;
  known.events[type] = (known.events[type] ?? 0) + 1;
  streams.set(stream, known);
};

/** The streams that have events in a part of the log, in order of their first one. Throws EventStoreUnavailable. */
export const changedStreams = async (
  events: Pick<EventStore, 'readAll'>,
  { from, to, eventsMax }: LogPart,
): Promise<ChangedPart> => {
  const streams = new Map<string, ChangedStream>();
  let reached = from;
  for (let left = eventsMax; left > 0 && reached < to; ) {
    const { within, next } = await readPart(events, reached, to, Math.min(left, pageEvents));
    for (const event of within) {
      const isFull = streams.size >= streamsMax && !streams.has(event.stream);
      if (isFull) return { streams: [...streams.values()], reached };
      note(streams, event);
      reached = event.position;
    }
    left -= within.length;
    reached = next;
    await setImmediate();
  }
  return { streams: [...streams.values()], reached };
};
