import pg from 'pg';
import type {
  AppendResult,
  EventStore,
  RecordedEvent,
  StreamAppend,
  Subscription,
} from '../../ports/EventStore.ts';
import { EventStoreUnavailable, eventStoreLimits, positionStart } from '../../ports/EventStore.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { checkAppend } from '../appendChecks.ts';
import { logCreated, seeing } from '../logIdentity.ts';
import { tellIdleLoss } from '../tellIdleLoss.ts';
import { AppendQueue } from './AppendQueue.ts';
import { openAppendConnection } from './appendConnection.ts';
import { positionNumber } from './eventRow.ts';
import { HeadWatch } from './HeadWatch.ts';
import { sendJoined } from './joinedCall.ts';
import type { PostgresEventStoreLimits } from './limits.ts';
import { postgresEventStoreLimits } from './limits.ts';
import { createLogCheck } from './logCheck.ts';
import type { LogReads } from './logReads.ts';
import { createLogReads } from './logReads.ts';
import { migrate } from './migrate.ts';
import { rangeSummaries } from './rangeSummaries.ts';
import { subscribeByPages } from './subscribeByPages.ts';

export interface PostgresEventStoreOptions {
  /** The store has connections of its own, so that reads of models cannot take those that selling needs. */
  readonly connectionString: string;
  readonly logger: AdapterLogger;
  readonly limits?: Partial<PostgresEventStoreLimits>;
}

/**
 * Overrides the server and the role. Each statement must see what the last holder of the head row committed, and a
 * commit must be on disk. The planner cannot know the size of a joined call or of the log: no plans for small ones.
 */
const appendSession = `
  select set_config('default_transaction_isolation', 'read committed', false),
    set_config('enable_seqscan', 'off', false), set_config('enable_nestloop', 'off', false),
    set_config('jit', 'off', false);
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

const completeMissed = async (
  { readStream }: LogReads,
  { stream, expected }: StreamAppend,
  result: AppendResult,
): Promise<AppendResult> => {
  if (result.outcome === 'appended') return result;
  const first = typeof expected === 'number' ? expected + 1 : 0;
  const missed: RecordedEvent[] = [...result.missed];
  const wanted = Math.min(result.actual + 1 - first, eventStoreLimits.conflictEventsMax);
  while (missed.length < wanted) {
    const maxCount = wanted - missed.length;
    const more = await readStream(stream, { fromRevision: first + missed.length, maxCount });
    if (more.length === 0)
      throw new EventStoreUnavailable(`the events of ${stream} ended before its revision`);
    missed.push(...more);
  }
  return { ...result, missed };
};

const readOrWriteLogId = async (
  append: (append: StreamAppend) => Promise<AppendResult>,
  reads: LogReads,
): Promise<string> => {
  const firstEvent = async () => (await reads.readAll(positionStart, { maxCount: 1 })).events[0];
  if ((await firstEvent()) === undefined) {
    await append({ stream: 'log', expected: 'no-stream', events: [logCreated()] });
  }
  const first = await firstEvent();
  if (first?.type !== 'LogCreated') throw new Error('the event log does not begin with LogCreated');
  return first.id;
};

/** Rejects with the driver's error, or MigrationRefused for a database of another program or a newer release. */
export const openPostgresEventStore = async ({
  connectionString,
  logger,
  limits: changed = {},
}: PostgresEventStoreOptions): Promise<EventStore> => {
  const limits = { ...postgresEventStoreLimits, ...changed };
  const connection = {
    connectionString,
    connectionTimeoutMillis: limits.connectMs,
    keepAlive: true,
    application_name: 'marquee event log',
  };
  const check = createLogCheck(limits);
  const readPool = new pg.Pool({
    ...connection,
    max: limits.readConnectionsMax,
    onConnect: (client) => check.ofConnection(client),
  });
  tellIdleLoss(readPool, logger, 'to the event log');
  const summaries = rangeSummaries(connection, logger);
  const appends = openAppendConnection(connection, async (client) => {
    await client.query(appendSession);
    await check.ofConnection(client);
    // The server may have restarted.
    summaries.bringUpToDate();
  });
  const closeConnections = async (): Promise<void> => {
    await Promise.all([appends.close(), readPool.end(), summaries.close()]);
  };
  let watch: HeadWatch | undefined;
  try {
    const folder = new URL('./migrations/', import.meta.url);
    await migrate(readPool, { schema: 'event_log', folder });
    const reads = createLogReads(readPool, limits);
    const headWatch = new HeadWatch(connection, limits, logger);
    watch = headWatch;
    const queue = new AppendQueue((joined, timeoutMs) => sendJoined(appends, joined, timeoutMs), limits);
    const append = async (one: StreamAppend): Promise<AppendResult> => {
      const checked = checkAppend(one);
      const result = await queue.append({ append: one, checked });
      if (result.outcome === 'appended') {
        check.saw(result.position);
        headWatch.appended(positionNumber(result.position));
      }
      return completeMissed(reads, one, result);
    };
    const logId = await readOrWriteLogId(append, reads);
    check.expect(logId);
    summaries.bringUpToDate();
    const subscriptions = new Set<Subscription>();
    let closing: Promise<void> | undefined;
    const closeAll = async (): Promise<void> => {
      await queue.close();
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await headWatch.close();
      await closeConnections();
    };

    return {
      logId,
      consecutivePositions: true,
      readsAreCurrent: true,
      append,
      ...reads,
      verify: (reaching = positionStart) => check.verify(readPool, reaching),
      // Only the primary is asked.
      confirmHead: reads.head,
      subscribe: (after, handlers, options = {}) => {
        if (closing !== undefined) throw new EventStoreUnavailable('the event store is closed');
        const beyond = headWatch.beyond.bind(headWatch);
        const following = subscribeByPages(
          { readAll: reads.readAll, beyond, logger },
          after,
          seeing(handlers, check.saw),
          options.filter,
        );
        const subscription: Subscription = {
          ...following,
          close: async () => {
            await following.close();
            subscriptions.delete(subscription);
          },
        };
        subscriptions.add(subscription);
        return subscription;
      },
      close: () => {
        closing ??= closeAll();
        return closing;
      },
    };
  } catch (error) {
    await watch?.close();
    await closeConnections();
    throw error;
  }
};
