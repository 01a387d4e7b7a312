import { z } from 'zod';
import { ConfigRefused } from './ConfigRefused.ts';
import { count, longerThan, oneOf } from './kinds.ts';

export type BotCheckSettings =
  | { readonly kind: 'none' }
  | { readonly kind: 'proof-of-work'; readonly difficulty: number }
  | {
      readonly kind: 'turnstile';
      readonly siteKey: string;
      readonly secretKey: string;
      readonly verifyUrl: string;
    };

/** Tokens and the secret key go there. */
const verifyUrl = z.union(
  [
    z.url({ protocol: /^https$/ }),
    z.url({ protocol: /^http$/, hostname: /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/ }),
  ],
  { error: 'must be an https:// URL, or http:// on loopback' },
);

export const botCheckEnvironment = {
  BOT_CHECK: oneOf('proof-of-work', 'turnstile', 'none').default('proof-of-work'),
  BOT_CHECK_DIFFICULTY: count(1, 100_000).default(250),
  TURNSTILE_SITE_KEY: longerThan(8).optional(),
  TURNSTILE_SECRET_KEY: longerThan(8).optional(),
  TURNSTILE_VERIFY_URL: verifyUrl.default('https://challenges.cloudflare.com/turnstile/v0/siteverify'),
};

type BotCheckEnvironment = z.output<z.ZodObject<typeof botCheckEnvironment>>;

/** Throws {@link ConfigRefused}. */
export const readBotCheck = (settings: BotCheckEnvironment): BotCheckSettings => {
  const { BOT_CHECK: kind, TURNSTILE_SITE_KEY: siteKey, TURNSTILE_SECRET_KEY: secretKey } = settings;
  if (kind !== 'turnstile') {
    if ((siteKey ?? secretKey) !== undefined) {
      throw new ConfigRefused('BOT_CHECK: must be turnstile when a key of Turnstile is set');
    }
    return kind === 'none' ? { kind } : { kind, difficulty: settings.BOT_CHECK_DIFFICULTY };
  }
  if (siteKey === undefined)
    throw new ConfigRefused('TURNSTILE_SITE_KEY: must be set with BOT_CHECK=turnstile');
  if (secretKey === undefined) {
    throw new ConfigRefused('TURNSTILE_SECRET_KEY: must be set with BOT_CHECK=turnstile');
  }
  return { kind, siteKey, secretKey, verifyUrl: settings.TURNSTILE_VERIFY_URL };
};
