import type { Pool } from 'pg';
import { PaymentUnavailable } from '../../ports/PaymentGateway.ts';

const limits = {
  /** Stripe stops repeating an event after three days. */
  keptDays: 30,
  /** Per new event; above one, so that the table stays small. */
  forgottenAtOnce: 10,
} as const;

export interface WebhookDatabase {
  ready(migrations: { readonly schema: string; readonly folder: URL }): Promise<Pool>;
}

export interface WebhookMemory {
  /** True for the first caller of all nodes. Throws PaymentUnavailable. A lost notice is made up for by the jobs. */
  rememberOnce(eventId: string): Promise<boolean>;
}

export const openWebhookMemory = async (database: WebhookDatabase): Promise<WebhookMemory> => {
  const folder = new URL('./migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'stripe_webhooks', folder });
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
  };
};
