/**
 * A program that does nothing but use the embedded Postgres of the folder it is given, so that tests can start it
 * several times, as several users, and kill it. Ends when its input does.
 */
import { startEmbeddedPostgres } from '../../../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { silentLogger } from '../../support/postgres.ts';

const dataDir = process.argv[2] ?? '';
const say = (what: Readonly<Record<string, string>>): void =>
  void process.stdout.write(`${JSON.stringify(what)}\n`);

try {
  const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
  process.stdin.resume().on('end', () => {
    void server.stop().then(() => process.exit(0));
  });
  say({ connectionString: server.connectionString });
} catch (error) {
  say({ failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  process.exitCode = 1;
}
