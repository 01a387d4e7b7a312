import type { ClientBase } from 'pg';
import { z } from 'zod';
import type { Calling } from '../../ports/WaitingRoom.ts';
import { lockRoom } from './enterRoom.ts';

export const hasTurn = "status in ('called', 'admitted')";

const lapse = `
  update waiting_rooms.entries set status = 'over', until_ms = null
  where queue_id = $1 and ${hasTurn} and until_ms <= $2`;

const countTurns = `select count(*)::int as open from waiting_rooms.entries where queue_id = $1 and ${hasTurn}`;

const callPlaces = `
  update waiting_rooms.entries set status = 'called', until_ms = $4
  where queue_id = $1 and place > $2 and place <= $3 and status = 'waiting'`;

const serve = 'update waiting_rooms.rooms set serving = $2 where queue_id = $1';

export const callTurns = async (
  client: ClientBase,
  queueId: string,
  { nowMs, untilMs, turns }: Calling,
): Promise<{ readonly lapsed: number; readonly called: number }> => {
  const room = await lockRoom(client, queueId);
  if (room?.drawn !== true) return { lapsed: 0, called: 0 };
  const lapsed = (await client.query(lapse, [queueId, nowMs])).rowCount ?? 0;
  const { rows } = await client.query(countTurns, [queueId]);
  const { serving, last_place: last } = room;
  const waiting = last - serving;
  const called = Math.min(waiting, turns({ open: z.int().parse(rows[0]?.open), waiting }));
  if (called > 0) {
    await client.query(callPlaces, [queueId, serving, serving + called, untilMs]);
    await client.query(serve, [queueId, serving + called]);
  }
  return { lapsed, called };
};
