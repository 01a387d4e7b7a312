import type { LogEvent } from './LogEvent.ts';

export interface Effect {
  readonly event: LogEvent;
  readonly effects: readonly Effect[];
}

/** Events as a tree of causes, each level in the order of the log. Roots are those whose cause is none of them. */
export const traceOf = (events: readonly LogEvent[]): readonly Effect[] => {
  const ids = new Set(events.map(({ id }) => id));
  const effectOf = (event: LogEvent): Effect => ({ event, effects: causedBy(event.id) });
  const causedBy = (id: string): readonly Effect[] =>
    events.filter(({ id: own, metadata }) => metadata.causationId === id && own !== id).map(effectOf);
  return events
    .filter(({ id, metadata }) => metadata.causationId === id || !ids.has(metadata.causationId))
    .map(effectOf);
};
