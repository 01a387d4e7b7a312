/** The engine has no place for an event's time and version: they travel in its metadata. */
import type { AllStreamResolvedEvent, EventData, ResolvedEvent } from '@eventstore/db-client';
import { jsonEvent } from '@eventstore/db-client';
import type { EventMetadata, NewEvent, Position, RecordedEvent } from '../../ports/EventStore.ts';
import { positionOf, positionStart } from '../../ports/EventStore.ts';

export type Resolved = AllStreamResolvedEvent | ResolvedEvent;

export const encodeEvent = ({ id, type, data, version, at, metadata }: NewEvent): EventData =>
  jsonEvent({
    id,
    type,
    data: Object(data),
    metadata: { ...metadata, at, version },
  });

/** Commit and prepare position of an append are equal; so are those of system events. */
export const positionOfRecord = ({ event, commitPosition }: Resolved): Position =>
  positionOf(commitPosition ?? event?.position?.commit ?? 0n);

const isSystemEvent = ({ event }: Resolved): boolean =>
  event === undefined || event.type.startsWith('$') || event.streamId.startsWith('$');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);

const isEventMetadata = (
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & EventMetadata =>
  typeof value.correlationId === 'string' &&
  typeof value.causationId === 'string' &&
  isRecord(value.actor) &&
  typeof value.actor.role === 'string';

export const decodeEvent = (resolved: Resolved): RecordedEvent | undefined => {
  const { event } = resolved;
  if (event === undefined || isSystemEvent(resolved) || !event.isJson) return undefined;
  if (!isRecord(event.data) || !isRecord(event.metadata)) return undefined;
  const { at, version, ...metadata } = event.metadata;
  if (typeof at !== 'string' || typeof version !== 'number' || !isEventMetadata(metadata)) return undefined;
  return {
    id: event.id,
    type: event.type,
    version,
    at,
    data: event.data,
    metadata,
    position: positionOfRecord(resolved),
    stream: event.streamId,
    revision: Number(event.revision),
  };
};

export const clientPosition = (
  position: Position,
): 'start' | { readonly commit: bigint; readonly prepare: bigint } => {
  if (position === positionStart) return 'start';
  const commit = BigInt(position);
  return { commit, prepare: commit };
};
