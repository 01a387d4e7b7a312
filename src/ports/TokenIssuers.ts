/** Issuers of OpenID Connect whose access tokens are taken beside our own. */
import type { Role } from '../domain/kernel/roles.ts';

export interface IssuedClaims {
  readonly issuer: string;
  readonly subject: string;
  /** Mapped to ours; none when the issuer names no role that is mapped. */
  readonly roles: readonly Role[];
  readonly theaterIds: readonly string[];
  readonly tokenId?: string;
  /** Instants in milliseconds since the epoch. */
  readonly expiresAtMs: number;
  readonly authenticatedAtMs?: number;
}

export interface TokenIssuers {
  /** Undefined for a token of an unknown issuer, or one that is not good. Throws {@link TokenIssuerUnavailable}. */
  read(token: string, nowMs: number): Promise<IssuedClaims | undefined>;
}

export class TokenIssuerUnavailable extends Error {
  override readonly name = 'TokenIssuerUnavailable';
}
