/** JWTs (RFC 9068, EdDSA with Ed25519) that this program signs for itself. */
import type { Role } from '../domain/kernel/roles.ts';

export const accessTokenIssuer = 'marquee';

export interface AccessTokenClaims {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly theaterIds: readonly string[];
  readonly tokenId: string;
  /** Of a signed-in customer; absent in a printed token. */
  readonly sessionId?: string;
  /** Instants in milliseconds since the epoch, whole seconds. */
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  readonly authenticatedAtMs: number;
}

/** JSON Web Key (RFC 8037). Its `use` keeps libraries from taking it for the key of a ticket. */
export interface AccessTokenPublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'access-token';
  readonly alg: 'EdDSA';
}

export interface AccessTokens {
  /** Throws a RangeError for a life longer than {@link accessTokenLifeSecondsMax}. */
  issue(claims: AccessTokenClaims): Promise<string>;
  /** Undefined for a token that is not ours, altered, expired at `nowMs` or malformed. */
  read(token: string, nowMs: number): Promise<AccessTokenClaims | undefined>;
  publicKeys(): { readonly keys: readonly AccessTokenPublicKey[] };
}

export const accessTokenLifeSecondsMax = 12 * 3_600;
