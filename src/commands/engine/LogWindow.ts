import type { EventFilter, Position, RecordedEvent } from '../../ports/EventStore.ts';
import { matchesFilter } from '../../ports/matchesFilter.ts';

/** The newest events of the log, in order and without a gap. */
export interface LogWindow {
  /** All events after this position are kept. */
  start(): Position;
  add(event: RecordedEvent): void;
  /**
   * At most `max` events of the filter after `after`, which must not be before `start`, and the position up to which that
   * is all; `end` is how far the log is known.
   */
  take(
    after: Position,
    end: Position,
    options: { readonly filter: EventFilter; readonly max: number },
  ): { readonly events: readonly RecordedEvent[]; readonly next: Position };
}

export interface LogWindowLimits {
  readonly eventsMax: number;
  /** Estimated, over data and metadata. */
  readonly bytesMax: number;
}

const logWindowLimits: LogWindowLimits = { eventsMax: 10_000, bytesMax: 16 * 1024 * 1024 };

/** Part of the window that goes at once when it is full. */
const droppedShare = 0.25;
const bytesPerValue = 16;

const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return bytesPerValue + value.length;
  if (typeof value !== 'object' || value === null) return bytesPerValue;
  let bytes = bytesPerValue;
  for (const each of Object.values(value)) bytes += bytesPerValue + bytesOf(each);
  return bytes;
};

export const createLogWindow = (from: Position, limits: LogWindowLimits = logWindowLimits): LogWindow => {
  let start = from;
  let events: RecordedEvent[] = [];
  let sizes: number[] = [];
  let bytes = 0;

  const drop = (): void => {
    let count = 0;
    const bytesKept = limits.bytesMax * (1 - droppedShare);
    const eventsKept = limits.eventsMax * (1 - droppedShare);
    while (count < events.length && (bytes > bytesKept || events.length - count > eventsKept)) {
      bytes -= sizes[count] ?? 0;
      count += 1;
    }
    start = events[count - 1]?.position ?? start;
    events = events.slice(count);
    sizes = sizes.slice(count);
  };

  /** Index of the first event after a position. */
  const indexAfter = (position: Position): number => {
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((events[middle]?.position ?? position) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return {
    start: () => start,
    add: (event) => {
      const size = bytesOf(event.data) + bytesOf(event.metadata);
      events.push(event);
      sizes.push(size);
      bytes += size;
      if (events.length > limits.eventsMax || bytes > limits.bytesMax) drop();
    },
    take: (after, end, { filter, max }) => {
      const taken: RecordedEvent[] = [];
      for (let index = indexAfter(after); index < events.length; index += 1) {
        const event = events[index];
        if (event === undefined || !matchesFilter(filter, event)) continue;
        taken.push(event);
        if (taken.length === max) return { events: taken, next: event.position };
      }
      return { events: taken, next: end > after ? end : after };
    },
  };
};
