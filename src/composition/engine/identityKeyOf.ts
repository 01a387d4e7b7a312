import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openIdentityKey, type SecretParts } from '../../adapters/postgres-keys/openIdentityKey.ts';

const secretParts = ({
  personalData,
  guestIdentity,
}: Pick<Secrets, 'personalData' | 'guestIdentity'>): SecretParts => ({
  masterKey: personalData,
  identityKey: guestIdentity,
});

export const identityKeyOf = (secrets: Secrets, database: Database): Promise<Uint8Array> =>
  openIdentityKey({ database, current: secretParts(secrets), older: secrets.older.map(secretParts) });
