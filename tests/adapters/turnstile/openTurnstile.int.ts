/** Turnstile at a server that speaks Cloudflare's documented API. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTurnstile } from '../../../src/adapters/turnstile/openTurnstile.ts';
import { BotCheckUnavailable } from '../../../src/ports/BotCheck.ts';
import { botCheckContract } from '../../contracts/botCheckContract.ts';
import { silentLogger } from '../../support/postgres.ts';
import { startTurnstile, turnstileSecret } from '../../support/turnstile.ts';

let cloudflare: Awaited<ReturnType<typeof startTurnstile>>;
beforeEach(async () => {
  cloudflare = await startTurnstile();
});
afterEach(() => cloudflare.stop());

const openWith = (more: { readonly secretKey?: string } = {}) =>
  openTurnstile({
    siteKey: '1x00000000000000000000AA',
    secretKey: turnstileSecret,
    verifyUrl: cloudflare.verifyUrl,
    withinMs: 200,
    logger: silentLogger,
    ...more,
  });
const asked = { caller: 'ada', purpose: 'hold one', amount: 1 };
const nowMs = Date.now();

describe('Turnstile', () => {
  botCheckContract(async () => ({
    botCheck: openWith(),
    nowMs,
    solve: async ({ challenge }) => cloudflare.pass(challenge),
  }));

  it('gives the page what its widget needs', async () => {
    const { kind, challenge } = await openWith().challenge(asked, nowMs);
    expect([kind, challenge]).toEqual([
      'turnstile',
      { siteKey: '1x00000000000000000000AA', action: 'hold', cData: expect.stringMatching(/^[\w-]{43}$/) },
    ]);
  });

  it('asks Cloudflare once for a token', async () => {
    const botCheck = openWith();
    const { challenge } = await botCheck.challenge(asked, nowMs);
    const token = cloudflare.pass(challenge);
    for (let round = 0; round < 3; round += 1) {
      expect(await botCheck.verify(token, asked, nowMs)).toBeDefined();
    }
    expect(cloudflare.requests()).toBe(1);
    // Another node cannot verify it again.
    expect(await openWith().verify(token, asked, nowMs)).toBeUndefined();
  });

  it('takes no token of another widget of the same site', async () => {
    const botCheck = openWith();
    const { challenge } = await botCheck.challenge(asked, nowMs);
    const token = cloudflare.pass({ ...challenge, action: 'newsletter' });
    expect(await botCheck.verify(token, asked, nowMs)).toBeUndefined();
  });

  it('is unavailable, and neither good nor bad, while Cloudflare gives no verdict', async () => {
    const botCheck = openWith();
    const { challenge } = await botCheck.challenge(asked, nowMs);
    const token = cloudflare.pass(challenge);
    for (const mood of ['silent', 'broken', 'internal-error'] as const) {
      cloudflare.setMood(mood);
      await expect(botCheck.verify(token, asked, nowMs)).rejects.toThrow(BotCheckUnavailable);
    }
    cloudflare.setMood('up');
    expect(await botCheck.verify(token, asked, nowMs)).toBeDefined();
    await expect(openWith({ secretKey: 'wrong' }).verify('0.x', asked, nowMs)).rejects.toThrow(
      BotCheckUnavailable,
    );
  });
});
