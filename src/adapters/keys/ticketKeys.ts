import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompactSign, compactVerify, decodeProtectedHeader, errors } from 'jose';
import { z } from 'zod';
import { type TicketClaims, ticketClaimsSchema } from '../../domain/ticket/ticketClaims.ts';
import type { TicketCodes, TicketPublicKey, TicketVerification } from '../../ports/TicketCodes.ts';
import { privateKeyOf, publicKeyOf, publicPartOf, verifierOf } from './ed25519.ts';

/** A code for a hundred seats is shorter. */
const codeCharsMax = 4_096;
const retiredFile = 'retired-ticket-keys.json';
const retiredKeysMax = 64;
const ticketUse = 'sig';

/** Without `typ`: an access token, which has one, is malformed here. */
const headerSchema = z.strictObject({ alg: z.literal('EdDSA'), kid: z.string().max(64) });
const retiredSchema = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string().length(43),
        use: z.string().max(32).default(ticketUse),
      }),
    )
    .max(retiredKeysMax)
    // The saved answer also has the keys of access tokens, which must not sign tickets.
    .transform((keys) => keys.filter(({ use }) => use === ticketUse)),
});

export class UnusableTicketKeys extends Error {
  override readonly name = 'UnusableTicketKeys';
}

const ticketKeyOf = (x: string): TicketPublicKey => ({ ...publicKeyOf(x), use: ticketUse });

export const publicTicketKey = (seed: Uint8Array): { readonly x: string } => ({
  x: publicPartOf(privateKeyOf(seed)),
});

/** Only the canonical base64url: another spelling of the same bytes is another code. */
const headerOf = (code: string): z.output<typeof headerSchema> | undefined => {
  const parts = code.split('.');
  const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;
  if (parts.length !== 3 || !parts.every(isCanonical)) return undefined;
  try {
    return headerSchema.safeParse(decodeProtectedHeader(code)).data;
  } catch {
    return undefined;
  }
};

const claimsOf = (payload: Uint8Array): TicketClaims | undefined => {
  try {
    return ticketClaimsSchema.safeParse(JSON.parse(Buffer.from(payload).toString('utf8'))).data;
  } catch {
    return undefined;
  }
};

const malformed: TicketVerification = { valid: false, why: 'malformed' };

/**
 * @param seed 32 bytes, derived from the master secret for this purpose
 * @param retired public keys that signed valid tickets before the secret changed
 */
export const createTicketKeys = (
  seed: Uint8Array,
  retired: readonly { readonly x: string }[] = [],
): TicketCodes => {
  const privateKey = privateKeyOf(seed);
  const current = ticketKeyOf(publicPartOf(privateKey));
  const keys = new Map([current, ...retired.map(({ x }) => ticketKeyOf(x))].map((key) => [key.kid, key]));
  const verifiers = new Map<string, KeyObject>();
  for (const [kid, key] of keys) verifiers.set(kid, verifierOf(key));
  const verified = async (code: string, nowMs: number): Promise<TicketVerification> => {
    if (code.length > codeCharsMax) return malformed;
    const header = headerOf(code);
    if (header === undefined) return malformed;
    const key = verifiers.get(header.kid);
    if (key === undefined) return { valid: false, why: 'bad-signature' };
    try {
      const { payload } = await compactVerify(code, key, { algorithms: [header.alg] });
      const claims = claimsOf(payload);
      if (claims === undefined) return malformed;
      return nowMs >= claims.exp * 1_000 ? { valid: false, why: 'expired', claims } : { valid: true, claims };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { valid: false, why: 'bad-signature' };
      throw error;
    }
  };

  return {
    signTicket: ({ bookingId, reference, showtimeId, seatIds, exp }: TicketClaims) => {
      // A fixed order of fields, so that equal claims give equal codes.
      const content = JSON.stringify({ bookingId, reference, showtimeId, seatIds, exp });
      return new CompactSign(Buffer.from(content))
        .setProtectedHeader({ alg: 'EdDSA', kid: current.kid })
        .sign(privateKey);
    },
    verifyTicket: verified,
    publicKeys: () => ({ keys: [...keys.values()] }),
  };
};

/** From `<directory>/retired-ticket-keys.json`, a saved answer of `GET /v1/keys`. Throws {@link UnusableTicketKeys}. */
export const loadRetiredTicketKeys = async (
  directory: string,
): Promise<readonly { readonly x: string }[]> => {
  const path = join(directory, retiredFile);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return [];
  try {
    return retiredSchema.parse(JSON.parse(text)).keys;
  } catch (cause) {
    throw new UnusableTicketKeys(`${path} does not hold the answer of GET /v1/keys`, { cause });
  }
};
