import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Caller, callerNamed, everyTheater, type Role, roleSchema, tokenIssuer } from './Caller.ts';

const audience = 'marquee-api';
const algorithm = 'HS256';
/** Clocks of nodes differ a little. */
const clockToleranceSeconds = 5;
export const accessTokenTtlSecondsDefault = 12 * 3_600;

const claimsSchema = z.object({
  sub: z.string().min(1).max(128),
  roles: z.array(roleSchema).min(1).max(8),
  theaters: z
    .array(z.union([z.uuid(), z.literal(everyTheater)]))
    .max(1_000)
    .default([]),
});

export interface AccessTokenRequest {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly theaterIds: readonly string[];
  readonly nowMs: number;
  readonly ttlSeconds?: number;
}

export const issueAccessToken = (key: Uint8Array, request: AccessTokenRequest): Promise<string> => {
  const issuedAt = Math.floor(request.nowMs / 1_000);
  return new SignJWT({ roles: request.roles, theaters: request.theaterIds })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setSubject(request.subject)
    .setIssuer(tokenIssuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + (request.ttlSeconds ?? accessTokenTtlSecondsDefault))
    .sign(key);
};

/** Undefined for a token that is not ours, expired or malformed. */
export const readAccessToken = async (
  key: Uint8Array,
  token: string,
  nowMs: number,
): Promise<Caller | undefined> => {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer: tokenIssuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(nowMs),
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return undefined;
    return callerNamed(claims.data.sub, claims.data.roles, claims.data.theaters);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};
