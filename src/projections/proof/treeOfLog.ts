import type { RecordedEvent } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { leafHash } from '../../tlog/merkle.ts';
import type { LogReader } from '../engine/followLog.ts';
import { RightEdge } from './RightEdge.ts';
import { treeQueries, treeSchema, treeTables, writeTiles } from './treeQueries.ts';

/** The last tile of each level is written whole, also for a single event. Trees are signed once a second. */
const writeEveryMs = 500;

/** The tree of a log, kept as tiles. `leafOf`: the text of an event that is hashed. */
export const treeOfLog = (
  readStore: Pick<ReadStore, 'query'>,
  leafOf: (event: RecordedEvent) => string,
): LogReader => ({
  name: 'proof_tree',
  schema: treeSchema,
  tables: treeTables,
  writeEveryMs,
  open: async () => {
    const edge = new RightEdge(await treeQueries(readStore).edge());
    return {
      take: (events) => {
        for (const event of events) edge.append(leafHash(leafOf(event)), event.position);
      },
      write: async (transaction) => {
        const tiles = edge.takeChanged();
        await transaction.query(writeTiles, [
          tiles.map(({ level }) => level),
          tiles.map(({ index }) => index),
          tiles.map(({ hashes }) => hashes.toString('base64')),
          tiles.map(({ positions }) => `{${positions.map((each) => BigInt(each)).join(',')}}`),
        ]);
      },
    };
  },
});
