import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { everyTheater, type Role } from '../../domain/kernel/roles.ts';
import { accessTokenLifeSecondsMax } from '../../ports/AccessTokens.ts';
import { type IssuedClaims, type TokenIssuers, TokenIssuerUnavailable } from '../../ports/TokenIssuers.ts';

export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** A path such as `realm_access.roles` leads into nested claims; a claim of that very name wins. */
  readonly rolesClaim: string;
  readonly roles: Readonly<Record<string, Role>>;
  readonly theatersClaim: string;
}

const limits = {
  requestMs: 3_000,
  keysFreshForMs: 10 * 60_000,
  /** Between looking for an unknown key, and between tries at an issuer that is away. */
  cooldownMs: 30_000,
  discoveryPauseMs: 5_000,
  theatersMax: 1_000,
} as const;

/** No HMAC: the key to check such a token makes tokens, too. */
const algorithms = ['EdDSA', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];
const clockToleranceSeconds = 5;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  exp: z.number(),
  jti: z.string().max(255).optional(),
  auth_time: z.number().optional(),
});
const theaterSchema = z.union([idSchema, z.literal(everyTheater)]);

const claimAt = (payload: JWTPayload, path: string): unknown => {
  if (Object.hasOwn(payload, path)) return payload[path];
  let found: unknown = payload;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = new Map<string, unknown>(Object.entries(found)).get(step);
  }
  return found;
};

/** An array of texts, or one text with blanks between them as in `scope`. */
const textsIn = (claim: unknown): readonly string[] => {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim.filter((each) => typeof each === 'string') : [];
};

const claimsOf = (trusted: TrustedIssuer, payload: JWTPayload): IssuedClaims | undefined => {
  const { data } = claimsSchema.safeParse(payload);
  if (data === undefined) return undefined;
  const ours = textsIn(claimAt(payload, trusted.rolesClaim)).flatMap((theirs) =>
    Object.hasOwn(trusted.roles, theirs) ? (trusted.roles[theirs] ?? []) : [],
  );
  const theaters = textsIn(claimAt(payload, trusted.theatersClaim)).slice(0, limits.theatersMax);
  return {
    ...{ issuer: trusted.issuer, subject: data.sub, roles: [...new Set(ours)] },
    theaterIds: theaters.filter((each) => theaterSchema.safeParse(each).success),
    ...(data.jti === undefined ? {} : { tokenId: data.jti }),
    expiresAtMs: data.exp * 1_000,
    ...(data.auth_time === undefined ? {} : { authenticatedAtMs: data.auth_time * 1_000 }),
  };
};

const discover = async (issuer: string): Promise<RemoteJWKSet> => {
  const where = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(where, { signal: AbortSignal.timeout(limits.requestMs), redirect: 'error' });
  if (!answer.ok) throw new Error(`${where} answered ${answer.status}`);
  const found = discoverySchema.parse(await answer.json());
  if (found.issuer !== issuer) throw new Error(`${where} is of the issuer ${found.issuer}`);
  return createRemoteJWKSet(new URL(found.jwks_uri), {
    timeoutDuration: limits.requestMs,
    cooldownDuration: limits.cooldownMs,
    cacheMaxAge: limits.keysFreshForMs,
  });
};

/** Keys are found at the first token, and an issuer that is away is asked at most every few seconds. */
const keysOf = (issuer: string): (() => Promise<RemoteJWKSet>) => {
  let keys: Promise<RemoteJWKSet> | undefined;
  return () => {
    keys ??= discover(issuer).catch((cause: unknown) => {
      setTimeout(() => {
        keys = undefined;
      }, limits.discoveryPauseMs).unref();
      throw new TokenIssuerUnavailable(`the issuer ${issuer} cannot be read`, { cause });
    });
    return keys;
  };
};

const isAnOutage = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code;

const issuerNamed = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

export const openTokenIssuers = (issuers: readonly TrustedIssuer[]): TokenIssuers => {
  const known = new Map(
    issuers.map((trusted) => [trusted.issuer, { trusted, keys: keysOf(trusted.issuer) }]),
  );
  return {
    read: async (token, nowMs) => {
      const found = known.get(issuerNamed(token) ?? '');
      if (found === undefined) return undefined;
      const { trusted, keys } = found;
      const { issuer, audience } = trusted;
      const keySet = await keys();
      try {
        const { payload } = await jwtVerify(token, keySet, {
          ...{ algorithms, issuer, audience, clockTolerance: clockToleranceSeconds },
          requiredClaims: ['exp', 'sub'],
          // A revocation is remembered for no longer.
          maxTokenAge: accessTokenLifeSecondsMax,
          currentDate: new Date(nowMs),
        });
        return claimsOf(trusted, payload);
      } catch (error) {
        if (!isAnOutage(error)) return undefined;
        throw new TokenIssuerUnavailable(`the keys of the issuer ${issuer} cannot be read`, { cause: error });
      }
    },
  };
};
