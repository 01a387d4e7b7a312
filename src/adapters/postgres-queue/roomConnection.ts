import { type ClientBase, DatabaseError, type Pool } from 'pg';
import { WaitingRoomUnavailable } from '../../ports/WaitingRoom.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';

export interface RoomConnection {
  query(sql: string, params: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  inTransaction<Answer>(work: (client: ClientBase) => Promise<Answer>): Promise<Answer>;
}

/** Data, integrity, syntax and names: a bug, not an outage. */
const bugClasses = new Set(['22', '23', '42']);

const failure = (error: unknown): unknown => {
  if (error instanceof DatabaseError && bugClasses.has(error.code?.slice(0, 2) ?? '')) return error;
  if (!(error instanceof Error)) return new WaitingRoomUnavailable(String(error));
  return new WaitingRoomUnavailable(error.message, { cause: error });
};

export const roomConnection = (pool: Pool, logger: AdapterLogger): RoomConnection => ({
  query: async (sql, params) => {
    try {
      return (await pool.query<Record<string, unknown>>(sql, [...params])).rows;
    } catch (error) {
      throw failure(error);
    }
  },
  inTransaction: async (work) => {
    const client = await pool.connect().catch((error: unknown) => {
      throw failure(error);
    });
    // An unhandled loss of the connection between two statements ends the process.
    const onError = (error: Error) => logger.warn({ err: error }, 'the waiting room lost a connection');
    client.on('error', onError);
    try {
      await client.query('begin isolation level read committed');
      const answer = await work(client);
      await client.query('commit');
      client.off('error', onError);
      client.release();
      return answer;
    } catch (error) {
      client.off('error', onError);
      client.release(true);
      throw failure(error);
    }
  },
});
