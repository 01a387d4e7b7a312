import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';
import { type RoomStanding, type WaitingRoom, waitingRoomLimits } from '../../ports/WaitingRoom.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { callTurns, hasTurn } from './callTurns.ts';
import { enterRoom, findEntries, makeRoom } from './enterRoom.ts';
import { purgeRooms } from './purgeRooms.ts';
import { roomConnection } from './roomConnection.ts';
import { readEntry, readLotEntry, readTurn, roomColumns, roomRow } from './rows.ts';

export interface WaitingRoomDatabase {
  ready(migrations: { readonly schema: string; readonly folder: URL }): Promise<Pool>;
}

const { lotPage, openRooms } = waitingRoomLimits;

const closeList = `
  update waiting_rooms.rooms
  set lot_entries = coalesce(lot_entries, entries), last_place = greatest(last_place, coalesce(lot_entries, entries))
  where queue_id = $1 returning lot_entries`;

const readLot = `
  select entry_id, encode(contribution, 'hex') as contribution from waiting_rooms.entries
  where queue_id = $1 and in_lot and ($2::uuid is null or entry_id > $2) order by entry_id limit ${lotPage}`;

const placeEntries = `
  update waiting_rooms.entries as entry set place = $3 + given.nth
  from unnest($2::uuid[]) with ordinality as given (id, nth)
  where entry.queue_id = $1 and entry.entry_id = given.id`;

/** One statement, so that turns and serving are of one moment. */
const readStanding = `
  select ${roomColumns}, turn.entry_id, turn.status, turn.place, turn.until_ms
  from waiting_rooms.rooms as room left join waiting_rooms.entries as turn
    on turn.queue_id = room.queue_id and turn.${hasTurn}
  where room.queue_id = $1 and not room.purged order by turn.place`;

const admitCalled = `
  update waiting_rooms.entries set status = 'admitted', until_ms = $4
  where queue_id = $1 and entry_id = any($2::uuid[]) and status = 'called' and until_ms > $3`;

const finishTurn = `
  update waiting_rooms.entries set status = 'over', until_ms = null
  where queue_id = $1 and entry_id = $2 and ${hasTurn}`;

const prolongTurns = `update waiting_rooms.entries set until_ms = until_ms + $2 where queue_id = $1 and ${hasTurn}`;

const endRoom = `
  update waiting_rooms.rooms set ended = true, ended_at = coalesce(ended_at, clock_timestamp()) where queue_id = $1`;

const placeLot = async (client: ClientBase, queueId: string, order: readonly string[]): Promise<void> => {
  // Without a lock: late entries go on meanwhile. Another caller writes the same places.
  const { rows } = await client.query('select drawn from waiting_rooms.rooms where queue_id = $1', [queueId]);
  if (rows[0]?.drawn !== false) return;
  for (let first = 0; first < order.length; first += lotPage) {
    await client.query(placeEntries, [queueId, order.slice(first, first + lotPage), first]);
  }
  await client.query('update waiting_rooms.rooms set drawn = true where queue_id = $1', [queueId]);
};

const standingIn = (rows: readonly Readonly<Record<string, unknown>>[]): RoomStanding | undefined => {
  if (rows[0] === undefined) return undefined;
  const {
    entries,
    lot_entries: lotEntries,
    drawn: isDrawn,
    last_place: lastPlace,
    serving,
  } = roomRow.parse(rows[0]);
  return {
    entries,
    ...(lotEntries === null ? {} : { lotEntries }),
    ...{ isDrawn, lastPlace, serving },
    turns: rows.filter((row) => row.entry_id !== null).map(readTurn),
  };
};

/** Rejects with MigrationRefused and the driver's errors. */
export const openPostgresWaitingRoom = async (
  database: WaitingRoomDatabase,
  logger: AdapterLogger,
): Promise<WaitingRoom> => {
  const folder = new URL('./migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'waiting_rooms', folder });
  const { query, inTransaction } = roomConnection(pool, logger);
  return {
    open: async (queueId) => void (await query(makeRoom, [queueId])),
    openRooms: async () => {
      const open = `select queue_id from waiting_rooms.rooms where not ended order by opened_at limit ${openRooms}`;
      return (await query(open, [])).map((row) => z.string().parse(row.queue_id));
    },
    enter: (queueId, entries) => inTransaction((client) => enterRoom(client, queueId, entries)),
    find: async (queueId, ids) => (await query(findEntries, [queueId, ids])).map(readEntry),
    closeList: async (queueId) => {
      await query(makeRoom, [queueId]);
      return z.int().parse((await query(closeList, [queueId]))[0]?.lot_entries);
    },
    lotEntries: async (queueId, after) => (await query(readLot, [queueId, after ?? null])).map(readLotEntry),
    place: (queueId, order) => inTransaction((client) => placeLot(client, queueId, order)),
    standing: async (queueId) => standingIn(await query(readStanding, [queueId])),
    call: (queueId, calling) => inTransaction((client) => callTurns(client, queueId, calling)),
    admit: async (queueId, ids, { nowMs, untilMs }) => {
      await query(admitCalled, [queueId, ids, nowMs, untilMs]);
      return (await query(findEntries, [queueId, ids])).map(readEntry);
    },
    finish: async (queueId, entryId) => void (await query(finishTurn, [queueId, entryId])),
    prolong: async (queueId, byMs) => void (await query(prolongTurns, [queueId, byMs])),
    end: async (queueId) => void (await query(endRoom, [queueId])),
    purge: (endedForMs) => inTransaction((client) => purgeRooms(client, endedForMs)),
  };
};
