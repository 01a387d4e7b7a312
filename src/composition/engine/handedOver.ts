import type { LogTail } from '../../commands/engine/LogTail.ts';
import { type EventStore, positionBefore } from '../../ports/EventStore.ts';
import { forwarded } from './forwarded.ts';

/** The log whose appends reach the process's feed from memory, where their positions are known without reading. */
export const handedOver = (events: EventStore, tail: Pick<LogTail, 'appended'>): EventStore => ({
  ...forwarded(events),
  append: async (append) => {
    const result = await events.append(append);
    if (result.outcome === 'appended' && events.consecutivePositions) {
      const { stream, events: appended } = append;
      const last = appended.length - 1;
      tail.appended(
        appended.map((event, place) => ({
          ...event,
          stream,
          revision: result.revision - last + place,
          position: positionBefore(result.position, last - place),
        })),
      );
    }
    return result;
  },
});
