import { categoryOf } from '../domain/kernel/streams.ts';
import type { EventFilter } from './EventStore.ts';

/** What an event filter means. True when every condition that is given holds; an empty list of alternatives matches nothing. */
export const matchesFilter = (
  filter: EventFilter | undefined,
  event: { readonly stream: string; readonly type: string },
): boolean =>
  filter === undefined ||
  ((filter.categories?.includes(categoryOf(event.stream)) ?? true) &&
    (filter.types?.includes(event.type) ?? true) &&
    (filter.streams?.includes(event.stream) ?? true));
