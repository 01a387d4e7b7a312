/**
 * Where the log ends for us: the position of its last event that this program wrote. The engine's own events, which
 * come all the time, are looked through backwards. Waiting for anything must not enter.
 */
import type { Position } from '../../ports/EventStore.ts';
import { positionStart } from '../../ports/EventStore.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import { decodeEvent, positionOfRecord } from './eventEncoding.ts';

const pageFirst = 16;
const pageMax = 1_024;
/** The engine writes far fewer of its own between two calls; a first call after a long absence may meet many. */
const scannedMax = 100_000;

/**
 * The returned function asks the server each time. It remembers what it looked through, so that a call reads back no
 * further than the one before. When more than {@link scannedMax} foreign events follow our last one, it gives the
 * place where it gave up: none of our events lies beyond it.
 */
export const openLogHead = (connection: EventStoreDbConnection): (() => Promise<Position>) => {
  let known = { head: positionStart, lookedThroughTo: positionStart };

  return async () => {
    let from: 'end' | { commit: bigint; prepare: bigint } = 'end';
    let end: Position | undefined;
    let oldest = positionStart;
    let page = pageFirst;
    const remember = (head: Position): Position => {
      const lookedThroughTo = end ?? known.lookedThroughTo;
      if (lookedThroughTo >= known.lookedThroughTo) known = { head, lookedThroughTo };
      return head;
    };
    for (let scanned = 0; scanned < scannedMax; scanned += page, page = Math.min(page * 4, pageMax)) {
      const before = known;
      const records = await connection.readAll({ from, direction: 'backwards', maxCount: page });
      for (const record of records) {
        oldest = positionOfRecord(record);
        end ??= oldest;
        if (oldest <= before.lookedThroughTo) return remember(before.head);
        const event = decodeEvent(record);
        if (event !== undefined) return remember(event.position);
      }
      if (records.length < page) return remember(before.head);
      const commit = BigInt(oldest);
      from = { commit, prepare: commit };
    }
    return remember(oldest);
  };
};
