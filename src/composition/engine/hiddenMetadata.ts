import { actorIdOf } from '../../api/http/auth/Caller.ts';
import { keyedId } from '../../commands/engine/fingerprint.ts';
import type { Actor, EventMetadata, EventStore, NewEvent } from '../../ports/EventStore.ts';
import { forwarded } from './forwarded.ts';

const ownId = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
/** 256 bits as base64url: the last character holds only four of them. */
const actorHash = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

export type HideMetadata = (metadata: EventMetadata) => EventMetadata;

/**
 * Older events hold a caller's own request id and the subject of its token in clear. Both are read as pseudonyms: the
 * actor under the id that newer events name the same person by, a request id as one UUID wherever it stands.
 */
export const metadataHider = (identityKey: Uint8Array): HideMetadata => {
  const idFor = (text: string): string =>
    ownId.test(text) ? text : keyedId(identityKey, { scope: 'hidden', key: text }, 'correlation');
  const actorFor = (actor: Actor): Actor =>
    actor.id === undefined || actorHash.test(actor.id)
      ? actor
      : { role: actor.role, id: actorIdOf(actor.id, identityKey) };
  return (metadata) => {
    const correlationId = idFor(metadata.correlationId);
    const causationId = idFor(metadata.causationId);
    const actor = actorFor(metadata.actor);
    const isClean =
      correlationId === metadata.correlationId &&
      causationId === metadata.causationId &&
      actor === metadata.actor;
    return isClean ? metadata : { ...metadata, correlationId, causationId, actor };
  };
};

/** What rows of read models still hold in clear is not written into new events either. */
export const hiddenMetadata = (events: EventStore, identityKey: Uint8Array): EventStore => {
  const metadataFor = metadataHider(identityKey);
  const hide = <Event extends NewEvent>(event: Event): Event => {
    const metadata = metadataFor(event.metadata);
    return metadata === event.metadata ? event : { ...event, metadata };
  };
  return {
    ...forwarded(events),
    append: async (append) => {
      const hidden = append.events.map(hide);
      const isClean = hidden.every((event, place) => event === append.events[place]);
      const { stream, expected } = append;
      const result = await events.append(isClean ? append : { stream, expected, events: hidden });
      return result.outcome === 'appended' ? result : { ...result, missed: result.missed.map(hide) };
    },
    readStream: async (stream, options) => (await events.readStream(stream, options)).map(hide),
    readAll: async (after, options) => {
      const page = await events.readAll(after, options);
      return { ...page, events: page.events.map(hide) };
    },
    subscribe: (after, handlers, options) =>
      events.subscribe(
        after,
        { ...handlers, onEvents: (recorded, next) => handlers.onEvents(recorded.map(hide), next) },
        options,
      ),
  };
};
