import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type BotCheck, BotCheckUnavailable, type ProofAsked } from '../../ports/BotCheck.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { guard } from '../guard.ts';

export interface TurnstileOptions {
  readonly siteKey: string;
  readonly secretKey: string;
  readonly verifyUrl: string;
  readonly withinMs?: number;
  readonly logger: AdapterLogger;
}

const limits = {
  withinMs: 3_000,
  failuresMax: 5,
  openMs: 5_000,
  /** As long as Cloudflare keeps a token. */
  tokenMs: 5 * 60_000,
  tokenCharsMax: 2_048,
  verifiedMax: 10_000,
} as const;

const answerSchema = z.object({
  success: z.boolean(),
  'error-codes': z.array(z.string()).default([]),
  challenge_ts: z.string().nullish(),
  action: z.string().nullish(),
  cdata: z.string().nullish(),
});
/** Faults of the settings or of Cloudflare, not of the token. */
const ourFaults: readonly string[] = [
  'missing-input-secret',
  'invalid-input-secret',
  'bad-request',
  'internal-error',
];

/** At most 32 letters, digits, `_` and `-`. */
const actionOf = ({ purpose }: ProofAsked): string => purpose.split(' ')[0] ?? '';
/** At most 255 of the same. */
const dataOf = ({ caller, purpose, amount }: ProofAsked): string =>
  createHash('sha256').update(`${caller}\n${purpose}\n${amount}`).digest('base64url');
const idOf = (token: string): string => `turnstile ${createHash('sha256').update(token).digest('base64url')}`;

/** Cloudflare verifies a token once; a node remembers that it did, for requests that were refused for other reasons. */
export const openTurnstile = (options: TurnstileOptions): BotCheck => {
  const { siteKey, secretKey, verifyUrl, withinMs = limits.withinMs, logger } = options;
  const verified = new LRUCache<string, { readonly forWhat: string; readonly expiresAtMs: number }>({
    max: limits.verifiedMax,
  });
  const { run } = guard({
    ...{ withinMs, failuresMax: limits.failuresMax, openMs: limits.openMs },
    isOutage: (error) => error instanceof BotCheckUnavailable,
    unanswered: (cause) => new BotCheckUnavailable(`no answer within ${withinMs} ms`, { cause }),
    leftAlone: (cause) => new BotCheckUnavailable('Turnstile is away, and is left alone', { cause }),
    onAway: (cause) => logger.error({ err: cause }, 'Turnstile is away: who is asked for a proof is refused'),
    onBack: () => logger.info({}, 'Turnstile answers again'),
  });

  const ask = async (response: string, signal: AbortSignal): Promise<z.output<typeof answerSchema>> => {
    try {
      const answer = await fetch(verifyUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret: secretKey, response }),
        redirect: 'error',
        signal,
      });
      const read = answerSchema.parse(await answer.json());
      const fault = read['error-codes'].find((code) => ourFaults.includes(code));
      if (fault !== undefined) throw new Error(`siteverify says ${fault}`);
      return read;
    } catch (cause) {
      throw new BotCheckUnavailable('Turnstile gave no verdict', { cause });
    }
  };

  return {
    challenge: async (asked, nowMs) => ({
      kind: 'turnstile',
      challenge: { siteKey, action: actionOf(asked), cData: dataOf(asked) },
      expiresAtMs: nowMs + limits.tokenMs,
    }),
    verify: async (token, asked, nowMs) => {
      if (token === '' || token.length > limits.tokenCharsMax) return undefined;
      const id = idOf(token);
      const forWhat = dataOf(asked);
      const known = verified.get(id);
      if (known !== undefined) {
        return known.forWhat === forWhat && known.expiresAtMs > nowMs
          ? { id, expiresAtMs: known.expiresAtMs }
          : undefined;
      }
      const { success, action, cdata } = await run((signal) => ask(token, signal));
      if (!success || action !== actionOf(asked) || cdata !== forWhat) return undefined;
      const expiresAtMs = nowMs + limits.tokenMs;
      verified.set(id, { forWhat, expiresAtMs });
      return { id, expiresAtMs };
    },
  };
};
