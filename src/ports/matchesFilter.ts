import { categoryOf } from '../domain/kernel/streams.ts';
import type { EventFilter } from './EventStore.ts';

/** An empty list of alternatives matches nothing. */
export const matchesFilter = (
  filter: EventFilter | undefined,
  event: { readonly stream: string; readonly type: string; readonly at: string },
): boolean =>
  filter === undefined ||
  ((filter.types?.includes(event.type) ?? true) &&
    (filter.categories?.includes(categoryOf(event.stream)) ?? true) &&
    (filter.streams?.includes(event.stream) ?? true) &&
    (filter.from === undefined || event.at >= filter.from) &&
    (filter.before === undefined || event.at < filter.before));
