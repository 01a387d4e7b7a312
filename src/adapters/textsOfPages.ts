import { type EventFilter, type EventStore, eventStoreLimits } from '../ports/EventStore.ts';
import type { LogTexts } from '../ports/LogTexts.ts';

const pageEvents = Math.min(2_000, eventStoreLimits.readEventsMax);

const isOpen = (filter: EventFilter): boolean => Object.values(filter).every((each) => each === undefined);

/** For a log whose driver parses events anyway. */
export const textsOfPages = ({ readAll }: Pick<EventStore, 'readAll'>): LogTexts => ({
  givesRows: false,
  read: async function* ({ after, until, filter }) {
    let at = after;
    while (at < until) {
      const page = await readAll(at, { maxCount: pageEvents, ...(isOpen(filter) ? {} : { filter }) });
      const within = page.events.filter(({ position }) => position <= until);
      const events = within.map(({ data, metadata, ...event }) => ({
        ...event,
        data: JSON.stringify(data),
        metadata: JSON.stringify(metadata),
      }));
      at = page.next;
      yield { events, reached: at < until ? at : until };
      if (page.atEnd) return;
    }
  },
  close: async () => undefined,
});
