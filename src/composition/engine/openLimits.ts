import type { Logger } from 'pino';
import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import { openMemoryUsedProofs } from '../../adapters/memory/memoryUsedProofs.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openSharedCharges } from '../../adapters/postgres-limits/openSharedCharges.ts';
import { openUsedProofs } from '../../adapters/postgres-limits/openUsedProofs.ts';
import { openProofOfWork } from '../../adapters/proof-of-work/openProofOfWork.ts';
import type { RedisChargesOptions } from '../../adapters/redis/openRedisCharges.ts';
import { openTurnstile } from '../../adapters/turnstile/openTurnstile.ts';
import { withStandIn } from '../../commands/limits/withStandIn.ts';
import type { Config } from '../../config.ts';
import type { BotCheck } from '../../ports/BotCheck.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { SharedCharges } from '../../ports/SharedCharges.ts';
import type { UsedProofs } from '../../ports/UsedProofs.ts';

export interface Limits {
  /** Undefined without limits; so is the other. */
  readonly sharedCharges: SharedCharges | undefined;
  readonly sharedRates: SharedCharges | undefined;
  /** Undefined where no proof is asked for. */
  readonly botCheck: BotCheck | undefined;
  readonly usedProofs: UsedProofs;
}

interface Opening {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly logId: string;
}

interface Sharing {
  readonly table: Parameters<typeof openSharedCharges>[1]['table'];
  readonly name: RedisChargesOptions['name'];
  readonly keptMs: number;
}

const budgets: Sharing = { table: 'batches', name: 'budgets', keptMs: 2 * 3_600_000 };
const rates: Sharing = { table: 'rate_batches', name: 'rates', keptMs: 120_000 };

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

/** Through Redis where there is one, and through Postgres while it is away. */
const sharing = async (
  { redisUrl }: Config,
  pool: Awaited<ReturnType<Database['ready']>>,
  { logId, logger }: Opening,
  stack: AsyncDisposableStack,
): Promise<(what: Sharing) => SharedCharges> => {
  if (redisUrl === undefined) return (what) => openSharedCharges(pool, what);
  const { openConnection } = await import('../../adapters/redis/openConnection.ts');
  const { openRedisCharges } = await import('../../adapters/redis/openRedisCharges.ts');
  const redis = stack.adopt(openConnection(redisUrl, 'limits', logger), (each) => each.close());
  return (what) => withStandIn(openRedisCharges(redis, { ...what, logId }), openSharedCharges(pool, what));
};

export const openLimits = async (
  config: Config,
  database: Database,
  secrets: Secrets,
  opening: Opening,
  stack: AsyncDisposableStack,
): Promise<Limits> => {
  const { clock, logger } = opening;
  const botCheck = openBotCheck(config, secrets, logger);
  if (config.rateLimitPerMinute === 0) {
    const usedProofs = openMemoryUsedProofs(clock);
    return { sharedCharges: undefined, sharedRates: undefined, botCheck, usedProofs };
  }
  const folder = new URL('../../adapters/postgres-limits/migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'limits', folder });
  const share = await sharing(config, pool, opening, stack);
  return {
    sharedCharges: share(budgets),
    sharedRates: share(rates),
    botCheck,
    usedProofs: openUsedProofs(pool),
  };
};
