import pg from 'pg';
import type { AdapterLogger } from '../AdapterLogger.ts';

/** lock_not_available: a vacuum of the table or another node does the same. */
const isDoneElsewhere = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '55P03';

const bringUpToDate = `
  begin; set local lock_timeout = '1s';
  select brin_summarize_new_values(pg_class.oid) from pg_index
    join pg_class on pg_class.oid = indexrelid join pg_am on pg_am.oid = relam
  where indrelid = 'event_log.events'::regclass and amname = 'brin';
  commit`;

export interface RangeSummaries {
  /** Starts in the background and returns at once. A failure is logged and changes nothing but the speed of searches. */
  bringUpToDate(): void;
  close(): Promise<void>;
}

/**
 * The log's indexes of ranges learn of new pages by autovacuum, whose list of work is lost when the server restarts. Until the
 * table is vacuumed, for which it has to grow by a fifth, every search for something rare would read those pages.
 */
export const rangeSummaries = (connection: pg.ClientConfig, logger: AdapterLogger): RangeSummaries => {
  let working: pg.Client | undefined;
  let isClosed = false;
  const work = async (client: pg.Client): Promise<void> => {
    try {
      await client.connect();
      await client.query(bringUpToDate);
    } catch (error) {
      if (!isClosed && !isDoneElsewhere(error))
        logger.warn({ err: error }, 'the log’s indexes lack new pages: rare events are found slowly');
    } finally {
      working = undefined;
      await client.end().catch(() => undefined);
    }
  };
  return {
    bringUpToDate: () => {
      if (working !== undefined || isClosed) return;
      const client = new pg.Client({ ...connection, application_name: 'marquee log indexes' });
      client.on('error', () => undefined);
      working = client;
      void work(client);
    },
    close: async () => {
      isClosed = true;
      await working?.end().catch(() => undefined);
    },
  };
};
