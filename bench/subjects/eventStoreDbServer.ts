/** The EventStoreDB that stands in for a real one in the tests, as a process of its own. Its log is in memory. */
import { parseArgs } from 'node:util';
import { FakeEventStoreDb } from '../../tests/support/eventstoredb/FakeEventStoreDb.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const server = new FakeEventStoreDb();
await server.start(Number(values.port));

process.once('SIGTERM', () => {
  server.stop();
  process.exit(0);
});
