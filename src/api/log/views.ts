import { customerAggregate } from '../../domain/customer/customerAggregate.ts';
import { eventCatalog } from '../../domain/eventCatalog.ts';
import { idOfStream, isStreamOf, streamOf } from '../../domain/kernel/streams.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import { actorIdOf } from '../http/auth/Caller.ts';

/** Older versions are shown as today's, so that what they held in clear stays hidden. */
export const upToDate = ({
  type,
  version,
  data,
}: Pick<RecordedEvent, 'type' | 'version' | 'data'>): {
  readonly version: number;
  readonly data: unknown;
} => {
  const definition = eventCatalog.get(type)?.definition;
  if (definition === undefined || version >= definition.version) return { version, data };
  return { version: definition.version, data: definition.read(version, data).data };
};

/** A UUID, an HMAC of 256 bits, or the key of one value. */
const pseudonym = /^(?:brief-)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$|^[A-Za-z0-9_-]{43}$/;

/** Older events name a signed-in customer by the token's subject, which may be an address. */
export const isPseudonym = (customerId: string): boolean => pseudonym.test(customerId);

const customerShown = (customerId: string, identityKey: Uint8Array): string =>
  isPseudonym(customerId) ? customerId : actorIdOf(customerId, identityKey);

export const streamShown = (stream: string, identityKey: Uint8Array): string =>
  isStreamOf(customerAggregate, stream)
    ? streamOf(customerAggregate, customerShown(idOfStream(stream), identityKey))
    : stream;

/** As JSON. */
export const customersShown = (value: unknown, identityKey: Uint8Array): string => {
  const text = JSON.stringify(value);
  if (!text.includes('"customerId"')) return text;
  const hide = (key: string, each: unknown): unknown =>
    key === 'customerId' && typeof each === 'string' ? customerShown(each, identityKey) : each;
  return JSON.stringify(value, hide);
};

/**
 * An event as an analyst sees it, without the fingerprints of its request, a customer always by the id that newer events
 * use. Throws UnreadableEvent.
 */
export const eventLine = (recorded: RecordedEvent, identityKey: Uint8Array): string => {
  const { position, stream, revision, id, type, at, metadata } = recorded;
  const { version, data } = upToDate(recorded);
  const { correlationId, causationId, actor } = metadata;
  const shown = {
    position,
    stream: streamShown(stream, identityKey),
    revision,
    id,
    type,
    version,
    at,
    data,
    metadata: { correlationId, causationId, actor },
  };
  return `${customersShown(shown, identityKey)}\n`;
};
