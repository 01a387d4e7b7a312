import { eventCatalog } from '../../domain/eventCatalog.ts';
import { UnreadableEvent } from '../../domain/kernel/eventDefinition.ts';
import type { Actor, EventMetadata, RecordedEvent } from '../../ports/EventStore.ts';
import type { RecordedText } from '../../ports/LogTexts.ts';
import { customersShown, isPseudonym, streamShown, upToDate } from './views.ts';

/** As an analyst sees it. */
export interface ShownText extends Omit<RecordedText, 'metadata' | 'data'> {
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: Actor;
  /** JSON; undefined for data of an older version that cannot be read, which may hold what has to stay hidden. */
  readonly data: string | undefined;
}

/** What the program writes today. Anything else is parsed. */
const plainMetadata =
  /^\{"correlationId":"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})","causationId":"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})","actor":\{"role":"([a-z]+)"(?:,"id":"([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])")?\}(?:,"idempotency":\{[^{}]*\})?\}$/;
const customer = /"customerId"(?::"([^"\\]*)")?/g;

const namesPseudonymsOnly = (data: string): boolean =>
  !data.includes('"customerId"') ||
  [...data.matchAll(customer)].every(([, customerId]) => customerId !== undefined && isPseudonym(customerId));

export interface ShownForm {
  isOf(event: { readonly type: string; readonly version: number }): boolean;
  bring(event: Pick<RecordedEvent, 'type' | 'version' | 'data'>): Pick<RecordedEvent, 'version' | 'data'>;
}

const formOfToday: ShownForm = {
  isOf: ({ type, version }) => version >= (eventCatalog.get(type)?.definition.version ?? version),
  bring: upToDate,
};

/** The same as `eventLine`, or as the line of another form, for most events without parsing them. */
export const createTextShower = (
  identityKey: Uint8Array,
  hide: (metadata: EventMetadata) => EventMetadata,
  form = formOfToday,
) => {
  const dataShown = ({ type, version, data }: RecordedText): Pick<ShownText, 'version' | 'data'> => {
    const isOneLine = !data.includes('\n');
    if (form.isOf({ type, version }) && isOneLine && namesPseudonymsOnly(data)) return { version, data };
    try {
      const today = form.bring({ type, version, data: JSON.parse(data) });
      return { version: today.version, data: customersShown(today.data, identityKey) };
    } catch (error) {
      if (error instanceof UnreadableEvent) return { version, data: undefined };
      throw error;
    }
  };

  const metadataShown = (text: string): Pick<ShownText, 'correlationId' | 'causationId' | 'actor'> => {
    const plain = plainMetadata.exec(text);
    if (plain === null) {
      const { correlationId, causationId, actor } = hide(JSON.parse(text) as EventMetadata);
      return { correlationId, causationId, actor };
    }
    const [, correlationId = '', causationId = '', role, id] = plain;
    const actor = (id === undefined ? { role } : { role, id }) as Actor;
    return { correlationId, causationId, actor };
  };

  return (recorded: RecordedText): ShownText => {
    const { position, stream, revision, id, type, at } = recorded;
    const { version, data } = dataShown(recorded);
    const { correlationId, causationId, actor } = metadataShown(recorded.metadata);
    const shown = streamShown(stream, identityKey);
    return {
      position,
      stream: shown,
      revision,
      id,
      type,
      version,
      at,
      data,
      correlationId,
      causationId,
      actor,
    };
  };
};

const plainName = /^[\w.-]+$/;
/** A name as JSON. */
export const nameText = (name: string): string => (plainName.test(name) ? `"${name}"` : JSON.stringify(name));

/** The line of an event without its line feed. */
export const jsonOfText = (shown: ShownText): string => {
  const { position, stream, revision, id, type, version, at, data, correlationId, causationId, actor } =
    shown;
  const actorId = actor.id === undefined ? '' : `,"id":"${actor.id}"`;
  return (
    `{"position":"${position}","stream":${nameText(stream)},"revision":${revision},"id":"${id}","type":${nameText(type)},` +
    `"version":${version},"at":"${at}","data":${data ?? 'null'},"metadata":{"correlationId":"${correlationId}",` +
    `"causationId":"${causationId}","actor":{"role":"${actor.role}"${actorId}}}}`
  );
};

/** Equal to `eventLine`, byte for byte. */
export const lineOfText = (shown: ShownText): string => `${jsonOfText(shown)}\n`;
