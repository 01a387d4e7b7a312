/** An event as an analyst sees it: without the fingerprints, which are the server's own business. */
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
