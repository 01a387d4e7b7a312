/** The client cannot filter reads, so a filtered page is a subscription that stops when it is full or caught up. */
import type { ReadPosition } from '@eventstore/db-client';
import type { EventFilter, LogPage, Position, RecordedEvent } from '../../ports/EventStore.ts';
import {
  EventStoreUnavailable,
  eventStoreLimits,
  laterPosition,
  positionStart,
} from '../../ports/EventStore.ts';
import { matchesFilter } from '../../ports/matchesFilter.ts';
import { mayBeUnknownPosition, textOfError } from './clientErrors.ts';
import { bufferedItemsMax } from './clientStream.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import { clientPosition, decodeEvent, positionOfRecord } from './eventEncoding.ts';
import { followServer } from './followServer.ts';
import { type FollowItem, isMark } from './readAnswer.ts';
import { everythingOfOurs, matchesNothing, serverFilter } from './serverFilter.ts';

export interface LogReading {
  readonly connection: EventStoreDbConnection;
  readonly head: () => Promise<Position>;
  readonly silenceMaxMs: number;
}

const readRaw = async ({ connection }: LogReading, after: Position, maxCount: number): Promise<LogPage> => {
  // Positions are inclusive in reads.
  const wanted = after === positionStart ? maxCount : maxCount + 1;
  const records = await connection.readAll({
    from: clientPosition(after),
    direction: 'forwards',
    maxCount: wanted,
  });
  const events: RecordedEvent[] = [];
  let reached = after;
  for (const record of records) {
    const position = positionOfRecord(record);
    if (position <= after) continue;
    reached = position;
    const event = decodeEvent(record);
    if (event !== undefined) events.push(event);
  }
  const atEnd = records.length < wanted;
  // A position of a system event at the end would be beyond the head.
  return { events, next: atEnd ? (events.at(-1)?.position ?? after) : reached, atEnd };
};

const openPage = (after: Position, end: Position, maxCount: number, filter: EventFilter | undefined) => {
  const events: RecordedEvent[] = [];
  let page: LogPage | undefined;
  const take = (item: FollowItem): void => {
    if (isMark(item)) {
      if (item.mark !== 'caughtUp') return;
      page = { events, next: laterPosition(end, events.at(-1)?.position ?? after), atEnd: true };
      return;
    }
    const { event } = item;
    if (event === undefined || event.position <= after || !matchesFilter(filter, event)) return;
    events.push(event);
    if (events.length < maxCount) return;
    page = { events, next: event.position, atEnd: event.position >= end };
  };
  return (items: readonly FollowItem[]): LogPage | undefined => {
    for (const item of items) {
      take(item);
      if (page !== undefined) return page;
    }
    return undefined;
  };
};

/** @param from `after`, or an earlier position where the server does not know that one */
const readFiltered = async (
  { connection, head, silenceMaxMs }: LogReading,
  from: ReadPosition,
  after: Position,
  maxCount: number,
  filter: EventFilter | undefined,
): Promise<LogPage> => {
  const end = await head();
  if (after >= end || matchesNothing(filter))
    return { events: [], next: laterPosition(after, end), atEnd: true };
  const items = followServer(connection, from, serverFilter(filter) ?? everythingOfOurs);
  const fill = openPage(after, end, maxCount, filter);
  try {
    for (;;) {
      const taken = await items.take(bufferedItemsMax, silenceMaxMs);
      if (taken.length === 0) throw new EventStoreUnavailable('the replay ended early');
      const page = fill(taken);
      if (page !== undefined) return page;
    }
  } finally {
    items.close();
  }
};

const positionMax = 2n ** 63n - 1n;

export const readLogPage = async (
  reading: LogReading,
  after: Position,
  { maxCount, filter }: { readonly maxCount: number; readonly filter?: EventFilter },
): Promise<LogPage> => {
  const count = Math.min(maxCount, eventStoreLimits.readEventsMax);
  if (BigInt(after) > positionMax) return { events: [], next: after, atEnd: true };
  try {
    return filter === undefined
      ? await readRaw(reading, after, count)
      : await readFiltered(reading, clientPosition(after), after, count, filter);
  } catch (error) {
    const cause = error instanceof EventStoreUnavailable ? (error.cause ?? error) : error;
    if (after !== positionStart && mayBeUnknownPosition(cause)) {
      // The position is not one of the log: read from the start and skip what is not after it.
      return readFiltered(reading, 'start', after, count, filter);
    }
    if (error instanceof EventStoreUnavailable) throw error;
    throw new EventStoreUnavailable(`read the log: ${textOfError(error)}`, { cause: error });
  }
};
