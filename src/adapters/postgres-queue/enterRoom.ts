import type { ClientBase } from 'pg';
import { z } from 'zod';
import type { Entry, EntryAsked } from '../../ports/WaitingRoom.ts';
import { entryColumns, readEntry, roomColumns, roomRow } from './rows.ts';

export const makeRoom =
  'insert into waiting_rooms.rooms (queue_id) values ($1) on conflict (queue_id) do nothing';

export const findEntries = `
  select ${entryColumns} from waiting_rooms.entries where queue_id = $1 and entry_id = any($2::uuid[])`;

const insertEntries = `
  insert into waiting_rooms.entries (queue_id, entry_id, contribution, in_lot, place, address)
  select $1, id, decode(contribution, 'hex'), $4, place, address
  from unnest($2::uuid[], $3::text[], $5::int[], $6::text[]) as given (id, contribution, place, address)`;

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

const countByAddress = `
  select address, count(*)::int as entries from waiting_rooms.entries
  where queue_id = $1 and address = any($2::text[]) group by address`;
const addressRow = z.object({ address: z.string(), entries: z.int() });

/** Ids of new entries that their addresses have no more room for. */
const beyondAddresses = async (
  client: ClientBase,
  queueId: string,
  fresh: readonly EntryAsked[],
): Promise<ReadonlySet<string>> => {
  const addresses = [...new Set(fresh.flatMap(({ origin }) => origin?.address ?? []))];
  if (addresses.length === 0) return new Set();
  const { rows } = await client.query(countByAddress, [queueId, addresses]);
  const counts = new Map(
    rows.map((row) => addressRow.parse(row)).map((row) => [row.address, row.entries] as const),
  );
  const beyond = fresh.filter(({ origin }) => {
    if (origin === undefined) return false;
    const before = counts.get(origin.address) ?? 0;
    counts.set(origin.address, before + 1);
    return before >= origin.entriesMax;
  });
  return new Set(beyond.map(({ entryId }) => entryId));
};

export const enterRoom = async (
  client: ClientBase,
  queueId: string,
  entries: readonly EntryAsked[],
): Promise<readonly (Entry | 'address-full')[]> => {
  await client.query(makeRoom, [queueId]);
  const room = await lockRoom(client, queueId);
  if (room === undefined) throw new Error(`room ${queueId} vanished`);
  const ids = entries.map(({ entryId }) => entryId);
  const { rows: before } = await client.query(findEntries, [queueId, ids]);
  const found = new Map(before.map(readEntry).map((entry) => [entry.entryId, entry]));
  const unknown = entries.filter(({ entryId }) => !found.has(entryId));
  const refused = await beyondAddresses(client, queueId, unknown);
  const fresh = unknown.filter(({ entryId }) => !refused.has(entryId));
  const back = ids.filter((id) => found.get(id)?.status === 'over');
  const isClosed = room.lot_entries !== null;
  let last = room.last_place;
  const nextPlace = (): number => {
    last += 1;
    return last;
  };
  const placed = entries.flatMap(({ entryId, contribution }): Entry[] => {
    if (refused.has(entryId)) return [];
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
    const addresses = fresh.map(({ origin }) => origin?.address ?? null);
    const places = placesOf(freshIds);
    await client.query(insertEntries, [queueId, freshIds, contributions, !isClosed, places, addresses]);
  }
  if (back.length > 0) await client.query(waitAgain, [queueId, back, placesOf(back)]);
  if (fresh.length + back.length > 0) await client.query(countEntries, [queueId, fresh.length, last]);
  const answers = new Map(placed.map((entry) => [entry.entryId, entry]));
  return ids.map((id) => answers.get(id) ?? 'address-full');
};
