import { eventCatalog } from '../../domain/eventCatalog.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import type { ShownForm } from './shownText.ts';
import { customersShown, streamShown } from './views.ts';

/**
 * Older versions of these held clear text, which upcasting to this version took away. The numbers never change: they are
 * part of what every leaf of every log is.
 */
const sealedFrom: Readonly<Record<string, number>> = {
  ShowtimeCancelled: 2,
  SeatsBlocked: 2,
  TicketAdmitted: 2,
};

const isSealed = ({ type, version }: Pick<RecordedEvent, 'type' | 'version'>): boolean =>
  version >= (sealedFrom[type] ?? 1);

const sealed = ({ type, version, data }: Pick<RecordedEvent, 'type' | 'version' | 'data'>) => {
  const from = sealedFrom[type] ?? 1;
  if (isSealed({ type, version })) return { version, data };
  const upcasters = eventCatalog.get(type)?.definition.upcasters.slice(version - 1, from - 1) ?? [];
  return { version: from, data: upcasters.reduce<unknown>((old, upcast) => upcast(old), data) };
};

export const sealedForm: ShownForm = { isOf: isSealed, bring: sealed };

/**
 * The leaf of an event in the log's tree: its line of `GET /v1/events` without the line feed, at the version it was written
 * in. It never changes: not with the release, the engine or the node, nor when a customer is erased.
 */
export const sealedLine = (recorded: RecordedEvent, identityKey: Uint8Array): string => {
  const { position, stream, revision, id, type, at, metadata } = recorded;
  const { correlationId, causationId, actor } = metadata;
  const { version, data } = sealed(recorded);
  const shown = { position, stream: streamShown(stream, identityKey), revision, id, type, version, at, data };
  return customersShown({ ...shown, metadata: { correlationId, causationId, actor } }, identityKey);
};
