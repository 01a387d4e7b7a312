/**
 * What an event filter means, in one place for the adapters that filter in the program. Reading or sending
 * events must not enter.
 */
import type { EventFilter } from '../ports/EventStore.ts';

/** What stands before the first `-` of the stream's name; the whole name when there is none. */
const categoryOf = (stream: string): string => {
  const dash = stream.indexOf('-');
  return dash === -1 ? stream : stream.slice(0, dash);
};

/** True when every condition that is given holds; an empty list of alternatives matches nothing. */
export const matchesFilter = (
  filter: EventFilter | undefined,
  event: { readonly stream: string; readonly type: string },
): boolean =>
  filter === undefined ||
  ((filter.categories?.includes(categoryOf(event.stream)) ?? true) &&
    (filter.types?.includes(event.type) ?? true) &&
    (filter.streams?.includes(event.stream) ?? true));
