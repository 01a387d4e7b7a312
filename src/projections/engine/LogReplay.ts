import {
  type EventFilter,
  type EventStore,
  type LogPage,
  type Position,
  positionStart,
  type RecordedEvent,
} from '../../ports/EventStore.ts';
import { matchesFilter } from '../../ports/matchesFilter.ts';

export interface ReplayReader {
  readonly after: Position;
  readonly filter: EventFilter;
  /** The next events, in order; `next` is as far as the log has been read. A rejection ends the replay for this reader. */
  take(events: readonly RecordedEvent[], next: Position): Promise<void>;
  isOver(): boolean;
}

/** The log from its start on, for everything in this process that is made from it: read once for all of them. */
export interface LogReplay {
  /** True at the log's end; false when the reader was over before. Throws what `take` or the log throws. */
  handOver(reader: ReplayReader): Promise<boolean>;
}

const pageEventsMax = 4000;
interface Running {
  readonly reader: ReplayReader;
  position: Position;
  /** All pages but the last; the log is not read on before. */
  takenBefore: Promise<void>;
  taken: Promise<void>;
  readonly end: (isWhole: boolean) => void;
  readonly fail: (error: unknown) => void;
}

const union = (lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined =>
  lists.some((list) => list === undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];

const widest = (readers: Iterable<Running>): EventFilter => {
  const filters = [...readers].map(({ reader }) => reader.filter);
  const categories = union(filters.map((filter) => filter.categories));
  const types = union(filters.map((filter) => filter.types));
  return { ...(categories === undefined ? {} : { categories }), ...(types === undefined ? {} : { types }) };
};

export const createLogReplay = (events: Pick<EventStore, 'readAll'>): LogReplay => {
  const running = new Set<Running>();
  let isReplaying = false;
  /** Readers that came so far. */
  let joined = 0;

  const drop = (each: Running): void => void running.delete(each);

  const give = (each: Running, page: LogPage): void => {
    const { reader } = each;
    if (each.position >= page.next) return;
    const from = each.position;
    each.position = page.next;
    each.takenBefore = each.taken;
    each.taken = each.taken
      .then(async () => {
        if (!running.has(each)) return;
        if (reader.isOver()) {
          drop(each);
          each.end(false);
          return;
        }
        const wanted = page.events.filter(
          (event) => event.position > from && matchesFilter(reader.filter, event),
        );
        await reader.take(wanted, page.next);
      })
      .catch((error: unknown) => {
        drop(each);
        each.fail(error);
      });
  };

  const endAll = async (readers: readonly Running[]): Promise<void> => {
    for (const each of readers) {
      await each.taken;
      if (running.delete(each)) each.end(true);
    }
  };

  const replay = async (): Promise<void> => {
    let ahead: ReturnType<typeof read> | undefined;
    /** A reader that comes later may want what the page lacks. */
    const read = (after: Position) => {
      const readers = [...running];
      const page = events.readAll(after, { maxCount: pageEventsMax, filter: widest(readers) });
      page.catch(() => undefined);
      return { after, joined, readers, page };
    };
    while (running.size > 0) {
      const after = [...running].reduce(
        (least, { position }) => (position < least ? position : least),
        [...running][0]?.position ?? positionStart,
      );
      const isRead = ahead?.after === after && ahead.joined === joined;
      const current = isRead && ahead !== undefined ? ahead : read(after);
      const page = await current.page;
      ahead = page.atEnd ? undefined : read(page.next);
      for (const each of current.readers) give(each, page);
      if (page.atEnd) await endAll(current.readers);
      else await Promise.all([...running].map(({ takenBefore }) => takenBefore));
    }
  };

  const start = async (): Promise<void> => {
    if (isReplaying) return;
    isReplaying = true;
    await Promise.resolve();
    try {
      await replay();
    } catch (error) {
      for (const each of running) each.fail(error);
      running.clear();
    } finally {
      isReplaying = false;
    }
    if (running.size > 0) await start();
  };

  return {
    handOver: (reader) =>
      new Promise((end, fail) => {
        const taken = Promise.resolve();
        running.add({ reader, position: reader.after, takenBefore: taken, taken, end, fail });
        joined += 1;
        void start();
      }),
  };
};
