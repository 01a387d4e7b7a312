import type { ExpectedRevision, RecordedEvent, StreamAppend } from '../../ports/EventStore.ts';

const startOf = (
  existing: readonly RecordedEvent[],
  expected: ExpectedRevision,
  standsAt: (start: number) => boolean,
): number => {
  if (expected === 'any') return existing.findIndex((_, index) => standsAt(index));
  return expected === 'no-stream' ? 0 : expected + 1;
};

/**
 * EventStoreDB's rule for resends: the revision of the last event if exactly these events are where the append would
 * put them (`any`: anywhere). An append that expects the stream's last revision is always new, whatever its ids.
 */
export const storedRevision = (
  existing: readonly RecordedEvent[],
  { expected, events }: StreamAppend,
): number | undefined => {
  const standsAt = (start: number): boolean =>
    start + events.length <= existing.length &&
    events.every((event, offset) => existing[start + offset]?.id === event.id);

  const start = startOf(existing, expected, standsAt);
  return start >= 0 && standsAt(start) ? start + events.length - 1 : undefined;
};
