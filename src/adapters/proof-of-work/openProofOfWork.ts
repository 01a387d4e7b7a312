/** Challenges of ALTCHA, version 2: its widget and libraries solve them. Signed and not stored. */
import { createHash } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { BotCheck, ProofAsked } from '../../ports/BotCheck.ts';

export interface ProofOfWorkOptions {
  readonly key: Uint8Array;
  /** Iterations of PBKDF2 per try and for each of the amount; 16 tries for each hexadecimal digit of the prefix. */
  readonly difficulty: number;
  readonly keyPrefix?: string;
}

const algorithm = 'PBKDF2/SHA-256';
/** 4,096 tries on average, of which the server repeats one. */
const usualPrefix = '000';
const keptMs = 5 * 60_000;
const answerCharsMax = 4_096;

const hex = z.string().regex(/^[0-9a-f]{1,128}$/);
const parametersSchema = z.strictObject({
  algorithm: z.literal(algorithm),
  cost: z.int().positive(),
  data: z.strictObject({ for: z.string(), amount: z.number() }),
  expiresAt: z.int(),
  keyLength: z.int(),
  keyPrefix: hex,
  nonce: hex,
  salt: hex,
});
const payloadSchema = z.object({
  challenge: z.object({ parameters: parametersSchema, signature: hex }),
  solution: z.object({ counter: z.int(), derivedKey: hex }),
});

const payloadOf = (answer: string): z.output<typeof payloadSchema> | undefined => {
  if (answer.length > answerCharsMax) return undefined;
  try {
    return payloadSchema.safeParse(JSON.parse(Buffer.from(answer, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
};

const boundTo = ({ caller, purpose }: ProofAsked): string =>
  createHash('sha256').update(`${caller}\n${purpose}`).digest('base64url');

export const openProofOfWork = ({
  key,
  difficulty,
  keyPrefix = usualPrefix,
}: ProofOfWorkOptions): BotCheck => {
  const hmacSignatureSecret = Buffer.from(key).toString('base64url');
  return {
    challenge: async (asked, nowMs) => {
      const expiresAt = Math.floor((nowMs + keptMs) / 1_000);
      const { amount } = asked;
      const challenge = await createChallenge({
        ...{ algorithm, deriveKey, keyPrefix, hmacSignatureSecret, expiresAt },
        cost: difficulty * Math.max(1, amount),
        data: { for: boundTo(asked), amount },
      });
      return { kind: 'proof-of-work', challenge: { ...challenge }, expiresAtMs: expiresAt * 1_000 };
    },
    verify: async (answer, asked, nowMs) => {
      const payload = payloadOf(answer);
      if (payload === undefined) return undefined;
      const { challenge, solution } = payload;
      const { data, expiresAt, keyPrefix: prefix, nonce } = challenge.parameters;
      const isFitting = data.for === boundTo(asked) && data.amount >= asked.amount;
      // Before the library repeats the work.
      if (!isFitting || expiresAt * 1_000 <= nowMs || !solution.derivedKey.startsWith(prefix))
        return undefined;
      const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret });
      return verified ? { id: `pow ${nonce}`, expiresAtMs: expiresAt * 1_000 } : undefined;
    },
  };
};
