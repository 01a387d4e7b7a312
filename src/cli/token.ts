/**
 * Prints an access token for a locally running server, signed with the key that the server uses: the one in
 * DATA_DIR/keys or the setting. Only the token goes to standard output.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSecrets } from '../adapters/keys/loadSecrets.ts';
import { accessTokenTtlSecondsDefault, issueAccessToken } from '../api/http/auth/accessTokens.ts';
import { everyTheater, type Role, roles } from '../api/http/auth/Caller.ts';
import { readConfig } from '../config.ts';
import { idSchema } from '../domain/kernel/ids.ts';

interface Options {
  readonly role: Role;
  readonly sub?: string;
  readonly theater: readonly string[];
  readonly ttlSeconds: number;
  readonly dataDir?: string;
}

const ttlSecondsMax = 30 * 86_400;

const theaterId = (text: string, known: readonly string[]): readonly string[] => {
  if (!idSchema.safeParse(text).success) throw new InvalidArgumentError('A theater is named by its UUID.');
  return [...known, text];
};

const ttl = (text: string): number => {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= ttlSecondsMax) return seconds;
  throw new InvalidArgumentError(`Seconds from 1 to ${ttlSecondsMax}.`);
};

const print = async ({ role, sub, theater, ttlSeconds, dataDir }: Options): Promise<void> => {
  const config = readConfig(dataDir === undefined ? [] : ['--data-dir', dataDir]);
  const secrets = await loadSecrets(join(config.dataDir, 'keys'), config.secret);
  const token = await issueAccessToken(secrets.jwt, {
    subject: sub ?? randomUUID(),
    roles: [role],
    theaterIds: role === 'gate' && theater.length === 0 ? [everyTheater] : theater,
    nowMs: Date.now(),
    ttlSeconds,
  });
  process.stdout.write(`${token}\n`);
};

const program = new Command('token')
  .description('Print an access token for a locally running server.')
  .addOption(new Option('--role <role>', 'what the caller may do').choices(roles).makeOptionMandatory())
  .option('--sub <id>', 'whom the token names; a fresh UUID by default')
  .option(
    '--theater <id>',
    'a theater that staff or a gate act for; may be repeated; a gate without any gets all',
    theaterId,
    [],
  )
  .option('--ttl-seconds <seconds>', 'how long it is good', ttl, accessTokenTtlSecondsDefault)
  .option('--data-dir <path>', 'where the server keeps its data')
  .action(print);

try {
  await program.parseAsync();
} catch (error) {
  program.error(error instanceof Error ? error.message : String(error));
}
