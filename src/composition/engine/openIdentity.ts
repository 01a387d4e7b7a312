import type { Logger } from 'pino';
import { createAccessTokens } from '../../adapters/keys/accessTokenKeys.ts';
import { accessTokenSeeds, type Secrets } from '../../adapters/keys/loadSecrets.ts';
import { openTokenIssuers } from '../../adapters/openid/openTokenIssuers.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openPasskeys } from '../../adapters/postgres-identity/openPasskeys.ts';
import { openRevocations } from '../../adapters/postgres-identity/openRevocations.ts';
import { openSessions } from '../../adapters/postgres-identity/openSessions.ts';
import type { Config } from '../../config.ts';
import type { AccessTokens } from '../../ports/AccessTokens.ts';
import type { PasskeyStore } from '../../ports/Passkeys.ts';
import type { Revocations } from '../../ports/Revocations.ts';
import type { SessionStore } from '../../ports/Sessions.ts';
import type { TokenIssuers } from '../../ports/TokenIssuers.ts';
import { closing } from './openStores.ts';

export interface Identity {
  readonly accessTokens: AccessTokens;
  readonly tokenIssuers: TokenIssuers;
  readonly revocations: Revocations;
  readonly sessionStore: SessionStore;
  readonly passkeyStore: PasskeyStore;
}

export const openIdentity = async (
  { tokenSecret, olderTokenSecrets, oidcIssuers }: Config,
  secrets: Secrets,
  database: Database,
  logger: Logger,
  stack: AsyncDisposableStack,
): Promise<Identity> => {
  const folder = new URL('../../adapters/postgres-identity/migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'identity', folder });
  return {
    accessTokens: createAccessTokens(accessTokenSeeds(secrets, tokenSecret, olderTokenSecrets)),
    tokenIssuers: openTokenIssuers(oidcIssuers),
    sessionStore: openSessions(pool),
    passkeyStore: openPasskeys(pool),
    revocations: closing(stack, await openRevocations(pool, logger)),
  };
};
