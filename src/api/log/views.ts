/** Without the fingerprints of the request. */
import type { RecordedEvent } from '../../ports/EventStore.ts';

export const eventLine = (recorded: RecordedEvent): string => {
  const { position, stream, revision, id, type, version, at, data, metadata } = recorded;
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
