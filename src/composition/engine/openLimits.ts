import type { Logger } from 'pino';
import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import { openMemoryUsedProofs } from '../../adapters/memory/memoryUsedProofs.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openSharedCharges } from '../../adapters/postgres-limits/openSharedCharges.ts';
import { openUsedProofs } from '../../adapters/postgres-limits/openUsedProofs.ts';
import { openProofOfWork } from '../../adapters/proof-of-work/openProofOfWork.ts';
import { openTurnstile } from '../../adapters/turnstile/openTurnstile.ts';
import type { Config } from '../../config.ts';
import type { BotCheck } from '../../ports/BotCheck.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { SharedCharges } from '../../ports/SharedCharges.ts';
import type { UsedProofs } from '../../ports/UsedProofs.ts';

export interface Limits {
  /** Undefined without limits, and where one program is the whole system; so is the other. */
  readonly sharedCharges: SharedCharges | undefined;
  readonly sharedRates: SharedCharges | undefined;
  /** Undefined where no proof is asked for. */
  readonly botCheck: BotCheck | undefined;
  readonly usedProofs: UsedProofs;
}

interface Opening {
  readonly clock: Clock;
  readonly logger: Logger;
}

const openBotCheck = (
  { botCheck: settings }: Pick<Config, 'botCheck'>,
  { botCheck: key }: Pick<Secrets, 'botCheck'>,
  logger: Logger,
): BotCheck | undefined => {
  switch (settings.kind) {
    case 'none':
      return undefined;
    case 'proof-of-work':
      return openProofOfWork({ key, difficulty: settings.difficulty });
    case 'turnstile':
      return openTurnstile({ ...settings, logger });
  }
};

export const openLimits = async (
  config: Config,
  database: Database,
  secrets: Secrets,
  { clock, logger }: Opening,
): Promise<Limits> => {
  const botCheck = openBotCheck(config, secrets, logger);
  const { databaseUrl, rateLimitPerMinute } = config;
  if (databaseUrl === undefined || rateLimitPerMinute === 0) {
    const usedProofs = openMemoryUsedProofs(clock);
    return { sharedCharges: undefined, sharedRates: undefined, botCheck, usedProofs };
  }
  const folder = new URL('../../adapters/postgres-limits/migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'limits', folder });
  return {
    sharedCharges: openSharedCharges(pool, { table: 'batches', keptMs: 2 * 3_600_000 }),
    sharedRates: openSharedCharges(pool, { table: 'rate_batches', keptMs: 120_000 }),
    botCheck,
    usedProofs: openUsedProofs(pool),
  };
};
