import { type EventStore, eventStoreLimits, type RecordedEvent } from '../../ports/EventStore.ts';
import type { CommandContext } from './Outcome.ts';
import { mayHold, type OlderKeys, type RevisionRange } from './olderKeys.ts';
import type { RememberedRequest, RememberedRequests } from './RememberedRequests.ts';

type Asked = NonNullable<CommandContext['idempotency']>;

export interface FoundRequest {
  readonly request: RememberedRequest;
  /** The repeat has the body of the first request. */
  readonly same: boolean;
}

/** The request under the current secret and under earlier ones. */
const fingerprintsOf = ({ key, body, earlier = [] }: Asked) => [{ key, body }, ...earlier];

/** The request among the recent ones. */
export const findRecent = (
  { current, previous }: Pick<RememberedRequests, 'current' | 'previous'>,
  asked: Asked,
): FoundRequest | undefined => {
  for (const each of fingerprintsOf(asked)) {
    const request = current.get(each.key) ?? previous.get(each.key);
    if (request !== undefined) return { request, same: request.body === each.body };
  }
  return undefined;
};

/** Where the stream may hold the request among older ones, after a revision up to which it is known not to. */
export const mayHoldRequest = (
  older: OlderKeys,
  asked: Asked,
  afterRevision = -1,
): readonly RevisionRange[] =>
  older.length === 0
    ? []
    : mayHold(
        older,
        fingerprintsOf(asked).map(({ key }) => key),
        afterRevision,
      );

const readPageEvents = 1_000;

/** Reads the ranges for events that carry one of the request's keys. Throws EventStoreUnavailable. */
export const findOlder = async (
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  ranges: readonly RevisionRange[],
  asked: Asked,
): Promise<FoundRequest | undefined> => {
  const bodies = new Map(fingerprintsOf(asked).map(({ key, body }) => [key, body]));
  for (const { fromRevision, toRevision } of ranges) {
    for (let from = fromRevision; from <= toRevision; from += readPageEvents) {
      const page = await events.readStream(stream, { fromRevision: from, maxCount: readPageEvents });
      const first = page.findIndex(({ metadata }) => bodies.has(metadata.idempotency?.key ?? ''));
      const idempotency = page[first]?.metadata.idempotency;
      if (idempotency === undefined) continue;
      const length = await eventsOf(events, stream, idempotency.key, page.slice(first));
      const firstRevision = from + first;
      return {
        request: { body: idempotency.body, firstRevision, lastRevision: firstRevision + length - 1 },
        same: bodies.get(idempotency.key) === idempotency.body,
      };
    }
  }
  return undefined;
};

/** How many events the request has that begins a page. They stand side by side: one command, one append. */
const eventsOf = async (
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  key: string,
  page: readonly RecordedEvent[],
): Promise<number> => {
  const other = page.findIndex(({ metadata }) => metadata.idempotency?.key !== key);
  const last = page.at(-1);
  if (other !== -1 || last === undefined) return Math.max(other, 0);
  const next = await events.readStream(stream, {
    fromRevision: last.revision + 1,
    maxCount: eventStoreLimits.appendEventsMax,
  });
  const further = next.findIndex(({ metadata }) => metadata.idempotency?.key !== key);
  return page.length + (further === -1 ? next.length : further);
};
