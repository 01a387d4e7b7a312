import { categoryOf } from '../domain/kernel/streams.ts';
import type { EventFilter, EventMetadata, RecordedEvent } from './EventStore.ts';

type Filtered = Pick<RecordedEvent, 'stream' | 'type' | 'at' | 'id'> & {
  /** As JSON where the log keeps text: it is parsed only for a filter that needs it. */
  readonly metadata: EventMetadata | string;
};

const parsed = (metadata: EventMetadata | string): EventMetadata =>
  typeof metadata === 'string' ? JSON.parse(metadata) : metadata;

/** An empty list of alternatives matches nothing. */
export const matchesFilter = (filter: EventFilter | undefined, event: Filtered): boolean =>
  filter === undefined ||
  ((filter.types?.includes(event.type) ?? true) &&
    (filter.categories?.includes(categoryOf(event.stream)) ?? true) &&
    (filter.streams?.includes(event.stream) ?? true) &&
    (filter.ids?.includes(event.id) ?? true) &&
    (filter.correlationIds?.includes(parsed(event.metadata).correlationId) ?? true) &&
    (filter.causationIds?.includes(parsed(event.metadata).causationId) ?? true) &&
    (filter.from === undefined || event.at >= filter.from) &&
    (filter.before === undefined || event.at < filter.before));
