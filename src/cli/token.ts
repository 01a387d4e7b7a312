import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createAccessTokens } from '../adapters/keys/accessTokenKeys.ts';
import { accessTokenSeeds, loadSecrets, SecretMissing } from '../adapters/keys/loadSecrets.ts';
import { type Config, readConfig } from '../config.ts';
import { idSchema } from '../domain/kernel/ids.ts';
import { everyTheater, type Role, roles } from '../domain/kernel/roles.ts';
import { accessTokenLifeSecondsMax } from '../ports/AccessTokens.ts';
import { runCommand } from './command/runCommand.ts';

interface Options {
  readonly role: Role;
  readonly sub?: string;
  readonly theater: readonly string[];
  readonly ttlSeconds: number;
  readonly dataDir?: string;
}

const theaterId = (text: string, known: readonly string[]): readonly string[] => {
  if (text === everyTheater || idSchema.safeParse(text).success) return [...known, text];
  throw new InvalidArgumentError('A theater is named by its UUID; * is all theaters.');
};

const ttl = (text: string): number => {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= accessTokenLifeSecondsMax) return seconds;
  throw new InvalidArgumentError(`Seconds from 1 to ${accessTokenLifeSecondsMax}.`);
};

/** A token signed with a secret created here would be refused by the server. */
const secretsOf = async ({ dataDir, secret }: Config) => {
  try {
    return await loadSecrets(join(dataDir, 'keys'), secret, [], 'refuse');
  } catch (error) {
    if (!(error instanceof SecretMissing)) throw error;
    throw new Error(`${error.message}: name the --data-dir of the server, or its MARQUEE_SECRET`, {
      cause: error,
    });
  }
};

const askWithinMs = 1_000;

const addressOf = ({ host, port }: Config): string => {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
};

/** False also when no server answers. */
const isRefused = async (config: Config, token: string): Promise<boolean> => {
  const headers = { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(askWithinMs);
  const answer = await fetch(`${addressOf(config)}/health/live`, { headers, signal }).catch(() => undefined);
  return answer?.status === 401;
};

const print = async ({ role, sub, theater, ttlSeconds, dataDir }: Options): Promise<void> => {
  const config = readConfig(dataDir === undefined ? [] : ['--data-dir', dataDir]);
  const secrets = await secretsOf(config);
  const nowMs = Date.now();
  const seeds = accessTokenSeeds(secrets, config.tokenSecret, []);
  const token = await createAccessTokens(seeds).issue({
    subject: sub ?? randomUUID(),
    roles: [role],
    theaterIds: role === 'gate' && theater.length === 0 ? [everyTheater] : theater,
    tokenId: randomUUID(),
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + ttlSeconds * 1_000,
    authenticatedAtMs: nowMs,
  });
  process.stdout.write(`${token}\n`);
  if (role === 'staff' && theater.length === 0) {
    process.stderr.write(
      'token: staff act for the theaters of their token: without --theater it opens nothing\n',
    );
  }
  if (await isRefused(config, token)) {
    process.stderr.write(
      `token: the server at ${addressOf(config)} has other keys and does not accept this token: name its --data-dir or MARQUEE_SECRET\n`,
    );
  }
};

await runCommand(
  new Command('token')
    .description('Print an access token for a locally running server.')
    .addOption(new Option('--role <role>', 'what the caller may do').choices(roles).makeOptionMandatory())
    .option('--sub <id>', 'whom the token names; a fresh UUID by default')
    .option(
      '--theater <id>',
      'a theater that staff or a gate act for, * for all; may be repeated; a gate without any gets all',
      theaterId,
      [],
    )
    .option('--ttl-seconds <seconds>', 'how long it is good', ttl, accessTokenLifeSecondsMax)
    .option('--data-dir <path>', 'where the server keeps its data')
    .addHelpText(
      'after',
      `\nExit code: 0 done, 2 it could not be done.\n\nExample: TOKEN=$(npm run -s token -- --role admin)`,
    )
    .action(print),
);
