/** The engine has no place for an event's time and version: they travel in its metadata. */
import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { EventMetadata, EventText, NewEvent, Position, RecordedEvent } from '../../ports/EventStore.ts';
import { positionOf, positionStart } from '../../ports/EventStore.ts';
import type { ProposedEvent } from './appendRequest.ts';

export type Resolved = AllStreamResolvedEvent | ResolvedEvent;

const withTimeAndVersion = (metadata: string, { at, version }: NewEvent): string => {
  const before = metadata === '{}' ? '{' : `${metadata.slice(0, -1)},`;
  return `${before}"at":${JSON.stringify(at)},"version":${version}}`;
};

/** @param texts of the events, in order */
export const encodeEvents = (
  events: readonly NewEvent[],
  texts: readonly EventText[],
): readonly ProposedEvent[] =>
  events.map((event, place) => {
    const { data = '', metadata = '' } = texts[place] ?? {};
    return { id: event.id, type: event.type, data, metadata: withTimeAndVersion(metadata, event) };
  });

/** Commit and prepare position of an append are equal; so are those of system events. */
export const positionOfRecord = ({ event, commitPosition }: Resolved): Position =>
  positionOf(commitPosition ?? event?.position?.commit ?? 0n);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);

const isEventMetadata = (
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & EventMetadata =>
  typeof value.correlationId === 'string' &&
  typeof value.causationId === 'string' &&
  isRecord(value.actor) &&
  typeof value.actor.role === 'string';

export interface StoredRecord
  extends Pick<RecordedEvent, 'id' | 'type' | 'stream' | 'revision' | 'position'> {
  readonly isJson: boolean;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** Undefined for what is not an event of this program. */
export const ownEventIn = ({
  isJson,
  metadata: stored,
  data,
  ...record
}: StoredRecord): RecordedEvent | undefined => {
  const { id, type, stream, revision, position } = record;
  if (!isJson || type.startsWith('$') || stream.startsWith('$')) return undefined;
  if (!isRecord(data) || !isRecord(stored)) return undefined;
  const { at, version, ...metadata } = stored;
  if (typeof at !== 'string' || typeof version !== 'number' || !isEventMetadata(metadata)) return undefined;
  return { id, type, version, at, data, metadata, position, stream, revision };
};

export const decodeEvent = (resolved: Resolved): RecordedEvent | undefined => {
  const { event } = resolved;
  if (event === undefined) return undefined;
  const { id, type, streamId: stream, isJson, data, metadata } = event;
  const revision = Number(event.revision);
  return ownEventIn({
    id,
    type,
    stream,
    revision,
    isJson,
    data,
    metadata,
    position: positionOfRecord(resolved),
  });
};

export const clientPosition = (
  position: Position,
): 'start' | { readonly commit: bigint; readonly prepare: bigint } => {
  if (position === positionStart) return 'start';
  const commit = BigInt(position);
  return { commit, prepare: commit };
};
