import { eventCatalog } from '../../domain/eventCatalog.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';

/** Older versions are shown as today's, so that what they held in clear stays hidden. */
const upToDate = ({
  type,
  version,
  data,
}: RecordedEvent): { readonly version: number; readonly data: unknown } => {
  const definition = eventCatalog.get(type)?.definition;
  if (definition === undefined || version >= definition.version) return { version, data };
  return { version: definition.version, data: definition.read(version, data).data };
};

/** An event as an analyst sees it, without the fingerprints of its request. Throws UnreadableEvent. */
export const eventLine = (recorded: RecordedEvent): string => {
  const { position, stream, revision, id, type, at, metadata } = recorded;
  const { version, data } = upToDate(recorded);
  const { correlationId, causationId, actor } = metadata;
  const shown = {
    position,
    stream,
    revision,
    id,
    type,
    version,
    at,
    data,
    metadata: { correlationId, causationId, actor },
  };
  return `${JSON.stringify(shown)}\n`;
};
