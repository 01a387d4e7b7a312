import type { KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { everyTheater, roles } from '../../domain/kernel/roles.ts';
import {
  type AccessTokenClaims,
  type AccessTokenPublicKey,
  type AccessTokens,
  accessTokenIssuer,
  accessTokenLifeSecondsMax,
} from '../../ports/AccessTokens.ts';
import { privateKeyOf, publicKeyOf, publicPartOf, verifierOf } from './ed25519.ts';

const audience = 'marquee-api';
const typ = 'at+jwt';
const clockToleranceSeconds = 5;
const seconds = z.int().min(0);

const claimsSchema = z.object({
  sub: z.string().min(1).max(128),
  roles: z.array(z.enum(roles)).min(1).max(8),
  theaters: z
    .array(z.union([idSchema, z.literal(everyTheater)]))
    .max(1_000)
    .default([]),
  jti: idSchema,
  sid: idSchema.exactOptional(),
  iat: seconds,
  exp: seconds,
  auth_time: seconds,
});

const claimsOf = (payload: unknown): AccessTokenClaims | undefined => {
  const { data } = claimsSchema.safeParse(payload);
  if (data === undefined || data.exp - data.iat > accessTokenLifeSecondsMax) return undefined;
  return {
    subject: data.sub,
    roles: data.roles,
    theaterIds: data.theaters,
    tokenId: data.jti,
    ...(data.sid === undefined ? {} : { sessionId: data.sid }),
    issuedAtMs: data.iat * 1_000,
    expiresAtMs: data.exp * 1_000,
    authenticatedAtMs: data.auth_time * 1_000,
  };
};

const inSeconds = (ms: number): number => Math.floor(ms / 1_000);

/** @param seeds 32 bytes each: of the current key, then of older ones whose tokens are still good */
export const createAccessTokens = (seeds: readonly [Uint8Array, ...Uint8Array[]]): AccessTokens => {
  const signingKey = privateKeyOf(seeds[0]);
  const keys = seeds.map((seed): AccessTokenPublicKey => {
    const key = publicKeyOf(publicPartOf(privateKeyOf(seed)));
    return { ...key, use: 'access-token' };
  });
  const verifiers = new Map<string, KeyObject>(keys.map((key) => [key.kid, verifierOf(key)]));
  const kid = keys[0]?.kid ?? '';
  const options = {
    ...{ algorithms: ['EdDSA'], issuer: accessTokenIssuer, audience, typ },
    requiredClaims: ['exp', 'sub', 'jti', 'iat', 'auth_time'],
    clockTolerance: clockToleranceSeconds,
  };

  return {
    issue: (claims) => {
      const [issuedAt, expiresAt] = [inSeconds(claims.issuedAtMs), inSeconds(claims.expiresAtMs)];
      if (expiresAt - issuedAt > accessTokenLifeSecondsMax) {
        throw new RangeError(`a token lives at most ${accessTokenLifeSecondsMax} s`);
      }
      return new SignJWT({
        ...{ roles: claims.roles, theaters: claims.theaterIds },
        auth_time: inSeconds(claims.authenticatedAtMs),
        ...(claims.sessionId === undefined ? {} : { sid: claims.sessionId }),
      })
        .setProtectedHeader({ alg: 'EdDSA', typ, kid })
        .setSubject(claims.subject)
        .setIssuer(accessTokenIssuer)
        .setAudience(audience)
        .setJti(claims.tokenId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(signingKey);
    },
    read: async (token, nowMs) => {
      const keyOf = ({ kid: named = '' }: { kid?: string }): KeyObject => {
        const key = verifiers.get(named);
        if (key === undefined) throw new errors.JWKSNoMatchingKey();
        return key;
      };
      try {
        const { payload } = await jwtVerify(token, keyOf, { ...options, currentDate: new Date(nowMs) });
        return claimsOf(payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    publicKeys: () => ({ keys }),
  };
};
