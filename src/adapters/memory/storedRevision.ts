/** Recognises an append that is stored already, by the rules that EventStoreDB keeps. */
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
 * The revision of the append's last event if exactly these events, in this order, stand where the append would
 * have put them; else undefined. With `any` they may stand anywhere in the stream. An append whose expected
 * revision is the stream's last one is always new, also when its ids were used before.
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
