import type { ClientBase } from 'pg';
import type { Entry, NewEntry } from '../../ports/WaitingRoom.ts';
import { entryColumns, readEntry, roomColumns, roomRow } from './rows.ts';

export const makeRoom =
  'insert into waiting_rooms.rooms (queue_id) values ($1) on conflict (queue_id) do nothing';

export const findEntries = `
  select ${entryColumns} from waiting_rooms.entries where queue_id = $1 and entry_id = any($2::uuid[])`;

const insertEntries = `
  insert into waiting_rooms.entries (queue_id, entry_id, contribution, in_lot, place)
  select $1, id, decode(contribution, 'hex'), $4, place
  from unnest($2::uuid[], $3::text[], $5::int[]) as given (id, contribution, place)`;

const waitAgain = `
  update waiting_rooms.entries as entry set status = 'waiting', until_ms = null, place = given.place
  from unnest($2::uuid[], $3::int[]) as given (id, place)
  where entry.queue_id = $1 and entry.entry_id = given.id`;

const countEntries = `
  update waiting_rooms.rooms set entries = entries + $2, last_place = $3 where queue_id = $1`;

/** Undefined for a room that is not there. */
export const lockRoom = async (client: ClientBase, queueId: string) => {
  const { rows } = await client.query(
    `select ${roomColumns} from waiting_rooms.rooms where queue_id = $1 for update`,
    [queueId],
  );
  return rows[0] === undefined ? undefined : roomRow.parse(rows[0]);
};

export const enterRoom = async (
  client: ClientBase,
  queueId: string,
  entries: readonly NewEntry[],
): Promise<readonly Entry[]> => {
  await client.query(makeRoom, [queueId]);
  const room = await lockRoom(client, queueId);
  if (room === undefined) throw new Error(`room ${queueId} vanished`);
  const ids = entries.map(({ entryId }) => entryId);
  const { rows: before } = await client.query(findEntries, [queueId, ids]);
  const found = new Map(before.map(readEntry).map((entry) => [entry.entryId, entry]));
  const fresh = entries.filter(({ entryId }) => !found.has(entryId));
  const back = ids.filter((id) => found.get(id)?.status === 'over');
  const isClosed = room.lot_entries !== null;
  let last = room.last_place;
  const nextPlace = (): number => {
    last += 1;
    return last;
  };
  const placed = entries.flatMap(({ entryId, contribution }): Entry[] => {
    const entry = found.get(entryId) ?? { entryId, contribution, status: 'waiting' };
    const needsPlace = entry.status === 'over' || (isClosed && !found.has(entryId));
    return [
      needsPlace
        ? { entryId, contribution: entry.contribution, status: 'waiting', place: nextPlace() }
        : entry,
    ];
  });
  const placeOf = new Map(placed.map(({ entryId, place }) => [entryId, place ?? null]));
  const placesOf = (of: readonly string[]) => of.map((id) => placeOf.get(id) ?? null);
  if (fresh.length > 0) {
    const freshIds = fresh.map(({ entryId }) => entryId);
    const contributions = fresh.map(({ contribution }) => contribution);
    await client.query(insertEntries, [queueId, freshIds, contributions, !isClosed, placesOf(freshIds)]);
  }
  if (back.length > 0) await client.query(waitAgain, [queueId, back, placesOf(back)]);
  if (fresh.length + back.length > 0) await client.query(countEntries, [queueId, fresh.length, last]);
  return placed;
};
