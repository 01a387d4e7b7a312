import pg from 'pg';
import { EventStoreUnavailable, type Position, positionOf, positionStart } from '../../ports/EventStore.ts';
import { createLogIdentity, type FoundLog, type LogIdentity } from '../logIdentity.ts';
import { isTransient, pauseBefore, unavailable } from './connectionErrors.ts';
import type { PostgresEventStoreLimits } from './limits.ts';

type Queries = Pick<pg.ClientBase, 'query'>;

const lookSql = `
  select (select e.id from event_log.events e where e.position = 1) as id, h.position from event_log.head h`;

/** No such table, no such schema: the database was emptied. */
const missingStates = new Set(['42P01', '3F000']);

const lookAtLog = async (connection: Queries, withinMs: number): Promise<FoundLog> => {
  try {
    const query = { text: lookSql, query_timeout: withinMs };
    const { rows } = await connection.query<{ id: string | null; position: string }>(query);
    return { logId: rows[0]?.id ?? undefined, end: positionOf(BigInt(rows[0]?.position ?? 0)) };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && missingStates.has(error.code ?? ''))) throw error;
    return { logId: undefined, end: positionStart };
  }
};

export interface LogCheck {
  expect(logId: string): void;
  saw(position: Position): void;
  /** For a connection before it is used. Throws LogReplaced, EventStoreUnavailable and the driver's errors. */
  ofConnection(connection: Queries): Promise<void>;
  verify(pool: pg.Pool, reaching: Position): Promise<void>;
}

export const createLogCheck = ({
  readMs,
  oldLogMaxMs,
}: Pick<PostgresEventStoreLimits, 'readMs' | 'oldLogMaxMs'>): LogCheck => {
  let identity: LogIdentity | undefined;
  const compare = async (connection: Queries, reaching: Position): Promise<void> => {
    if (identity === undefined) return;
    const seen = identity.seen();
    identity.check(await lookAtLog(connection, readMs), seen > reaching ? seen : reaching);
  };
  return {
    expect: (logId) => {
      identity = createLogIdentity(logId, oldLogMaxMs);
    },
    saw: (position) => identity?.saw(position),
    ofConnection: (connection) => compare(connection, positionStart),
    verify: async (pool, reaching) => {
      const untilMs = performance.now() + readMs;
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await compare(pool, reaching);
        } catch (error) {
          if (error instanceof EventStoreUnavailable) throw error;
          if (pool.ending || !isTransient(error) || performance.now() >= untilMs) throw unavailable(error);
          await pauseBefore(attempt);
        }
      }
    },
  };
};
