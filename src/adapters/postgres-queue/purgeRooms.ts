import type { ClientBase } from 'pg';
import { waitingRoomLimits } from '../../ports/WaitingRoom.ts';

const { purgedPerCall } = waitingRoomLimits;

/** Oldest first; one that another node works on is left to it. */
const beginPurge = `
  update waiting_rooms.rooms set purged = true where queue_id = (
    select queue_id from waiting_rooms.rooms
    where ended and ended_at <= clock_timestamp() - $1 * interval '1 millisecond'
    order by ended_at limit 1 for update skip locked)
  returning queue_id`;

const deleteEntries = `
  delete from waiting_rooms.entries where queue_id = $1 and entry_id in
    (select entry_id from waiting_rooms.entries where queue_id = $1 limit $2)`;

const roomsPerCall = 100;

export const purgeRooms = async (client: ClientBase, endedForMs: number): Promise<number> => {
  let purged = 0;
  for (let room = 0; room < roomsPerCall && purged < purgedPerCall; room += 1) {
    const { rows } = await client.query(beginPurge, [endedForMs]);
    if (rows[0] === undefined) break;
    const left = purgedPerCall - purged;
    const deleted = (await client.query(deleteEntries, [rows[0].queue_id, left])).rowCount ?? 0;
    purged += deleted;
    if (deleted < left) {
      await client.query('delete from waiting_rooms.rooms where queue_id = $1', [rows[0].queue_id]);
    }
  }
  return purged;
};
