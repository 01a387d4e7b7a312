/**
 * Both read models on emmett's Postgres event store, as a process of its own that prints JSON: `prepare <url>` makes its
 * schema, `read <url> <stream>…` reads streams through its API, `rebuild <url> <way> <batch size>` makes
 * the models from nothing. A way is `projector`, as `rebuildPostgreSQLProjections` does it, or `batches`.
 */
import { dumbo } from '@event-driven-io/dumbo';
import {
  defaultTag,
  getPostgreSQLEventStore,
  postgreSQLEventStoreConsumer,
  rebuildPostgreSQLProjections,
  storeProcessorCheckpoint,
} from '@event-driven-io/emmett-postgresql';
import { each, whole } from './readModels.mjs';

/** Its own pause between two batches, 50 ms, would be part of what is measured. */
const pullingFrequencyInMs = 1;

/** Gives a projection each batch as a whole, and keeps its place once per batch, in the same transaction. */
const batchProcessor = (projection, { connectionString, pool }) => {
  const processorId = `whole-batches:${projection.name}`;
  const mustHandle = new Set(projection.canHandle);
  let isActive = false;
  let lastProcessedCheckpoint = null;
  const inTransaction = (work) =>
    pool.withTransaction(async (transaction) => {
      const client = await transaction.connection.open();
      const { execute } = transaction;
      return await work({ execute, connection: { connectionString, client, transaction, pool } });
    });
  return {
    id: processorId,
    instanceId: processorId,
    type: 'projector',
    get isActive() {
      return isActive;
    },
    init: () =>
      inTransaction((context) =>
        projection.init({ version: 1, status: 'active', registrationType: 'async', context }),
      ),
    start: async () => {
      isActive = true;
      return 'BEGINNING';
    },
    close: async () => {
      isActive = false;
    },
    handle: (messages) =>
      inTransaction(async (context) => {
        const events = messages.filter(({ type }) => mustHandle.has(type));
        if (events.length > 0) await projection.handle(events, context);
        const newCheckpoint = messages.at(-1).metadata.globalPosition;
        const place = {
          processorId,
          version: 1,
          partition: defaultTag,
          newCheckpoint,
          lastProcessedCheckpoint,
        };
        const stored = await storeProcessorCheckpoint(context.execute, place);
        if (!stored.success)
          throw new Error(`the place of ${projection.name} was not stored: ${stored.reason}`);
        lastProcessedCheckpoint = newCheckpoint;
      }),
  };
};

const consumerOf = (url, way, batchSize) => {
  const options = { connectionString: url, pulling: { batchSize, pullingFrequencyInMs } };
  if (way === 'projector') return rebuildPostgreSQLProjections({ ...options, projections: each });
  const pool = dumbo({ connectionString: url });
  const processors = whole.map((projection) => batchProcessor(projection, { connectionString: url, pool }));
  return postgreSQLEventStoreConsumer({ ...options, pool, processors, stopWhen: { noMessagesLeft: true } });
};

const rebuild = async (url, way, batchSize) => {
  const consumer = consumerOf(url, way, Number(batchSize));
  const usedBefore = process.cpuUsage();
  const begun = performance.now();
  await consumer.start();
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(usedBefore);
  await consumer.close();
  return { seconds, processorSeconds: (user + system) / 1e6 };
};

const prepare = async (url) => {
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  await store.close();
  return {};
};

const read = async (url, ...streams) => {
  const store = getPostgreSQLEventStore(url);
  const found = [];
  for (const stream of streams) {
    const { events } = await store.readStream(stream);
    found.push({ stream, events: events.map(({ type, data }) => ({ type, data })) });
  }
  await store.close();
  return found;
};

const commands = { prepare, read, rebuild };
const [, , command, ...args] = process.argv;
process.stdout.write(JSON.stringify(await commands[command](...args)));
