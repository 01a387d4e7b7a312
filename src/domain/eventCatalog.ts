/**
 * Every event that can stand in the log, by its type: for whoever reads events of several kinds of stream, and for
 * the documents made from the schemas. No rule about any of them lives here.
 */
import { bookingEvents } from './booking/events.ts';
import { customerEvents } from './customer/events.ts';
import { gateEvents } from './gate/events.ts';
import { hallEvents } from './hall/events.ts';
import type { AnyEvent } from './kernel/decider.ts';
import {
  type EventDefinition,
  type EventDefinitions,
  readEventData,
  UnreadableEvent,
} from './kernel/eventDefinition.ts';
import { snapshotEvents, streamEvents } from './kernel/streamEvents.ts';
import { movieEvents } from './movie/events.ts';
import { notificationEvents } from './notification/events.ts';
import { requestEvents } from './request/events.ts';
import { scheduleEvents } from './schedule/events.ts';
import { showtimeEvents } from './showtime/events.ts';
import { theaterEvents } from './theater/events.ts';

export interface CatalogEntry {
  readonly definition: EventDefinition;
  /** What stands before the first `-` of the names of the streams it occurs in. */
  readonly category: string;
}

/** The category of events that may stand in a stream of any kind. */
export const anyCategory = '*';

const definitionsByCategory: Readonly<Record<string, EventDefinitions>> = {
  log: { LogCreated: streamEvents.LogCreated },
  [anyCategory]: { RequestRemembered: streamEvents.RequestRemembered },
  movie: movieEvents,
  theater: theaterEvents,
  hall: hallEvents,
  schedule: scheduleEvents,
  showtime: showtimeEvents,
  booking: bookingEvents,
  gate: gateEvents,
  customer: customerEvents,
  notification: notificationEvents,
  request: requestEvents,
  snapshot: snapshotEvents,
};

export const eventCatalog: ReadonlyMap<string, CatalogEntry> = new Map(
  Object.entries(definitionsByCategory).flatMap(([category, definitions]) =>
    Object.values(definitions).map((definition) => [definition.type, { definition, category }] as const),
  ),
);

/**
 * A stored event as today's code knows it: upcast and checked. Throws {@link UnreadableEvent} for a type or version
 * that is unknown here and for data that its schema refuses.
 */
export const readDomainEvent = (recorded: {
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}): AnyEvent => {
  const entry = eventCatalog.get(recorded.type);
  if (entry === undefined) throw new UnreadableEvent(`event type ${recorded.type} is unknown here`);
  return { type: recorded.type, data: readEventData(entry.definition, recorded.version, recorded.data) };
};
