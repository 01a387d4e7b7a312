import { bookingAggregate } from './booking/bookingAggregate.ts';
import { customerAggregate } from './customer/customerAggregate.ts';
import { demandAggregate } from './demand/demandAggregate.ts';
import { gateAggregate } from './gate/gateAggregate.ts';
import { hallAggregate } from './hall/hallAggregate.ts';
import type { AnyEvent } from './kernel/decider.ts';
import { type EventDefinitions, type StoredEvent, UnreadableEvent } from './kernel/eventDefinition.ts';
import { snapshotEvents, snapshotStreams, streamEvents } from './kernel/streamEvents.ts';
import { logEvents } from './log/events.ts';
import { movieAggregate } from './movie/movieAggregate.ts';
import { notificationAggregate } from './notification/notificationAggregate.ts';
import { parkingAggregate } from './parking/parkingAggregate.ts';
import { queueAggregate } from './queue/queueAggregate.ts';
import { recoveryAggregate } from './recovery/recoveryAggregate.ts';
import { requestAggregate } from './request/requestAggregate.ts';
import { scheduleAggregate } from './schedule/scheduleAggregate.ts';
import { settlementAggregate } from './settlement/settlementAggregate.ts';
import { showtimeAggregate } from './showtime/showtimeAggregate.ts';
import { theaterAggregate } from './theater/theaterAggregate.ts';

export interface CatalogEntry {
  readonly definition: EventDefinitions[string];
  /** What stands before the first `-` of the names of the streams it occurs in. */
  readonly category: string;
}

/** The category of events that may stand in a stream of any kind. */
export const anyCategory = '*';

const { LogCreated, RequestRemembered } = streamEvents;

const eventsByCategory: readonly { readonly category: string; readonly events: EventDefinitions }[] = [
  { category: 'log', events: { LogCreated, ...logEvents } },
  { category: anyCategory, events: { RequestRemembered } },
  movieAggregate,
  theaterAggregate,
  hallAggregate,
  scheduleAggregate,
  showtimeAggregate,
  bookingAggregate,
  gateAggregate,
  demandAggregate,
  settlementAggregate,
  customerAggregate,
  notificationAggregate,
  queueAggregate,
  recoveryAggregate,
  requestAggregate,
  parkingAggregate,
  { ...snapshotStreams, events: snapshotEvents },
];

/** Every event that can stand in the log, by its type. */
export const eventCatalog: ReadonlyMap<string, CatalogEntry> = new Map(
  eventsByCategory.flatMap(({ category, events }) =>
    Object.values(events).map((definition) => [definition.type, { definition, category }] as const),
  ),
);

/**
 * A stored event as today's code knows it: upcast and checked. Throws {@link UnreadableEvent} for a type or version
 * that is unknown here and for data that its schema refuses.
 */
export const readDomainEvent = (stored: StoredEvent): AnyEvent => {
  const entry = eventCatalog.get(stored.type);
  if (entry === undefined) throw new UnreadableEvent(`event type ${stored.type} is unknown here`);
  return entry.definition.read(stored.version, stored.data);
};
