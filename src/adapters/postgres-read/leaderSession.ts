/** Holds the advisory locks of the models that this process writes. When it is lost every `ended` resolves. */
import { Client } from 'pg';
import { type Leadership, ReadStoreUnavailable } from '../../ports/ReadStore.ts';
import { sqlFailure } from './sqlFailure.ts';

const heartbeatMs = 1_000;
/** Then the session counts as lost; if it was not, the checkpoint still rejects a second writer. */
const answerWithinMs = 3_000;

const lockKey = "hashtextextended('read model ' || $1, 0)";
// The server frees the locks of a vanished machine within seconds instead of two hours.
const keepalives =
  'SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 5000';

interface Session {
  /** One statement at a time, because all leaderships share the connection. */
  ask(sql: string, params?: readonly string[]): Promise<unknown>;
  readonly leaders: Map<string, () => void>;
  isOver(): boolean;
  drop(): void;
}

export interface LeaderSession {
  lead(schema: string): Promise<Leadership | undefined>;
  close(): Promise<void>;
}

const openSession = async (url: string, onGone: () => void): Promise<Session> => {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: answerWithinMs,
    query_timeout: answerWithinMs,
    keepAlive: true,
    application_name: 'marquee-leader',
  });
  const leaders = new Map<string, () => void>();
  let heartbeat: NodeJS.Timeout | undefined;
  let dropped = false;
  const drop = (): void => {
    if (dropped) return;
    dropped = true;
    clearTimeout(heartbeat);
    onGone();
    client.end().catch(() => undefined);
    for (const lose of leaders.values()) lose();
    leaders.clear();
  };
  let asked: Promise<unknown> = Promise.resolve();
  const ask = async (sql: string, params: readonly string[] = []): Promise<unknown> => {
    const before = asked.catch(() => undefined);
    const answer = before.then(async () => {
      const { rows } = await client.query<{ answer: unknown }>(sql, [...params]);
      return rows[0]?.answer;
    });
    asked = answer;
    try {
      return await answer;
    } catch (error) {
      drop();
      throw sqlFailure(error);
    }
  };
  const beat = (): void => {
    heartbeat = setTimeout(() => {
      ask('SELECT true AS answer')
        .then(() => {
          if (!dropped) beat();
        })
        .catch(() => undefined);
    }, heartbeatMs);
  };
  client.on('error', drop);
  client.on('end', drop);
  try {
    await client.connect();
    await client.query(keepalives);
  } catch (error) {
    drop();
    throw sqlFailure(error);
  }
  beat();
  return { ask, leaders, isOver: () => dropped, drop };
};

export const leaderSession = (url: string): LeaderSession => {
  let opening: Promise<Session> | undefined;
  let closed = false;
  /** Requested or held here: an advisory lock can be taken twice in one session. */
  const taken = new Set<string>();

  const session = (): Promise<Session> => {
    if (closed) throw new ReadStoreUnavailable('the read store is closed');
    opening ??= openSession(url, () => {
      opening = undefined;
    });
    return opening;
  };

  const leadershipOf = ({ ask, leaders }: Session, schema: string): Leadership => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    leaders.set(schema, () => {
      taken.delete(schema);
      resolve();
    });
    const release = async (): Promise<void> => {
      const lose = leaders.get(schema);
      if (lose === undefined) return;
      leaders.delete(schema);
      // If this fails, the end of the session releases the lock.
      await ask(`SELECT pg_advisory_unlock(${lockKey}) AS answer`, [schema]).catch(() => undefined);
      lose();
    };
    return { ended, release };
  };

  return {
    lead: async (schema) => {
      if (taken.has(schema)) return undefined;
      taken.add(schema);
      try {
        const current = await session();
        const held = await current.ask(`SELECT pg_try_advisory_lock(${lockKey}) AS answer`, [schema]);
        if (current.isOver()) throw new ReadStoreUnavailable('the session that holds the locks was lost');
        if (held === true) return leadershipOf(current, schema);
        taken.delete(schema);
        return undefined;
      } catch (error) {
        taken.delete(schema);
        throw error;
      }
    },
    close: async () => {
      closed = true;
      const current = await opening?.catch(() => undefined);
      current?.drop();
    },
  };
};
