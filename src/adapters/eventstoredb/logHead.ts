import type { Position } from '../../ports/EventStore.ts';
import { EventStoreUnavailable, positionStart } from '../../ports/EventStore.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import { decodeEvent, positionOfRecord } from './eventEncoding.ts';

const pageFirst = 16;
const pageMax = 1_024;
const scannedMax = 100_000;

/**
 * Reads backwards through system events, no further than the call before. Throws EventStoreUnavailable, also when the end of
 * the log is before `atLeast`. After {@link scannedMax} of them it returns
 * the position reached: no event of this program is after it.
 */
export const openLogHead = (
  connection: EventStoreDbConnection,
): ((atLeast?: Position) => Promise<Position>) => {
  let known = { head: positionStart, lookedThroughTo: positionStart };

  return async (atLeast = positionStart) => {
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
        if (end < atLeast) throw new EventStoreUnavailable('the server has less than was acknowledged');
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
