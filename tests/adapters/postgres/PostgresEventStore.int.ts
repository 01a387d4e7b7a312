/** The event store on Postgres keeps the contract: on the embedded server, and on one by URL where there is one. */
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import { eventStoreContract, oldLogMaxMs } from '../../contracts/eventStoreContract.ts';
import { createDatabaseOn, silentLogger, sqlOn, startTestPostgres } from '../../support/postgres.ts';

const openOn = async (connectionString: string, closeServer: () => Promise<unknown>) => {
  const limits = { oldLogMaxMs };
  const open = () => openPostgresEventStore({ connectionString, logger: silentLogger, limits });
  const store = await open();
  return {
    store,
    another: open,
    close: async () => {
      await store.close();
      await closeServer();
    },
  };
};

eventStoreContract('embedded Postgres', async () => {
  const server = await startTestPostgres();
  return openOn(await server.createDatabase(), server.stop);
});

/** A server that is there already, such as an operator would name in DATABASE_URL. */
const serverUrl = process.env.DATABASE_URL_TEST;

if (serverUrl !== undefined) {
  eventStoreContract('Postgres by URL', async () => {
    const url = await createDatabaseOn(serverUrl);
    return openOn(url, () =>
      sqlOn(serverUrl, `drop database ${new URL(url).pathname.slice(1)} with (force)`),
    );
  });
}
