/** An event of Stripe's is acted on once, whichever nodes it is delivered to and however often. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openWebhookMemory, type WebhookMemory } from '../../../src/adapters/stripe/openWebhookMemory.ts';
import { PaymentUnavailable } from '../../../src/ports/PaymentGateway.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
let connectionString: string;
let nodes: readonly [WebhookMemory, WebhookMemory];
let databases: readonly Database[];

beforeAll(async () => {
  server = await startTestPostgres();
  connectionString = await server.createDatabase();
  const [one, other] = [
    openDatabase(connectionString, silentLogger),
    openDatabase(connectionString, silentLogger),
  ];
  databases = [one, other];
  nodes = await Promise.all([openWebhookMemory(one), openWebhookMemory(other)]);
});
afterAll(async () => {
  for (const each of databases) await each.close();
  await server.stop();
});

it('tells one of many who ask at once that it is the first', async () => {
  const answers = await Promise.all(
    [0, 1, 2, 3, 4, 5, 6, 7].map((n) => nodes[n % 2 === 0 ? 0 : 1].rememberOnce('evt_race')),
  );
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await nodes[1].rememberOnce('evt_race')).toBe(false);
  expect(await nodes[1].rememberOnce('evt_other')).toBe(true);
});

it('forgets what Stripe will not repeat any more', async () => {
  const [memory] = nodes;
  await memory.rememberOnce('evt_old');
  await memory.rememberOnce('evt_young');
  const age = (id: string, days: number) =>
    sqlOn(
      connectionString,
      'update stripe_webhooks.events set taken_at = now() - make_interval(days => $2) where id = $1',
      [id, days],
    );
  await age('evt_old', 31);
  await age('evt_young', 29);
  await memory.rememberOnce('evt_new');
  expect(await memory.rememberOnce('evt_young')).toBe(false);
  expect(await memory.rememberOnce('evt_old')).toBe(true);
});

it('says that it is unavailable rather than guess', async () => {
  await sqlOn(connectionString, 'alter table stripe_webhooks.events rename to gone');
  await expect(nodes[0].rememberOnce('evt_race')).rejects.toThrow(PaymentUnavailable);
  await sqlOn(connectionString, 'alter table stripe_webhooks.gone rename to events');
  expect(await nodes[0].rememberOnce('evt_race')).toBe(false);
});
