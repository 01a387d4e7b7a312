/** Remembers in Postgres which of Stripe's events were taken in, for all nodes. What they say must not enter. */
import { Pool } from 'pg';
import { PaymentUnavailable } from '../../ports/PaymentGateway.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { tellIdleLoss } from '../tellIdleLoss.ts';

const limits = {
  connectionsMax: 2,
  connectMs: 3_000,
  statementMs: 5_000,
  /** Stripe gives up repeating an event after three days. */
  keptDays: 30,
  /** Old events forgotten with each new one; more than one, so that the table stops growing. */
  forgottenAtOnce: 10,
} as const;

export interface WebhookMemoryOptions {
  readonly connectionString: string;
  /** Brings a schema up to date from a folder of numbered SQL files. */
  readonly migrate: (
    pool: Pool,
    migrations: { readonly schema: string; readonly folder: URL },
  ) => Promise<unknown>;
  readonly logger: AdapterLogger;
}

export interface WebhookMemory {
  /**
   * True for the first caller of all nodes, false for every later one. A caller that dies after a true has lost the
   * notice: it may only hasten what is done without it too. Throws PaymentUnavailable.
   */
  rememberOnce(eventId: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Rejects with the driver's error when the database cannot be reached at the start. */
export const openWebhookMemory = async ({
  connectionString,
  migrate,
  logger,
}: WebhookMemoryOptions): Promise<WebhookMemory> => {
  const pool = new Pool({
    connectionString,
    max: limits.connectionsMax,
    connectionTimeoutMillis: limits.connectMs,
    query_timeout: limits.statementMs,
    keepAlive: true,
    application_name: 'marquee stripe webhooks',
  });
  tellIdleLoss(pool, logger, 'of the webhook memory');
  try {
    await migrate(pool, { schema: 'stripe_webhooks', folder: new URL('./migrations/', import.meta.url) });
  } catch (error) {
    await pool.end();
    throw error;
  }
  let closed: Promise<void> | undefined;
  return {
    rememberOnce: async (eventId) => {
      try {
        const { rowCount } = await pool.query(
          `with forgotten as (
             delete from stripe_webhooks.events where id in (
               select id from stripe_webhooks.events
               where taken_at < now() - make_interval(days => ${limits.keptDays})
               order by taken_at limit ${limits.forgottenAtOnce} for update skip locked))
           insert into stripe_webhooks.events (id) values ($1) on conflict (id) do nothing`,
          [eventId],
        );
        return rowCount === 1;
      } catch (error) {
        throw new PaymentUnavailable('the memory of webhooks is away', { cause: error });
      }
    },
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
};
