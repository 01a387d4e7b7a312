/** What every adapter of BotCheck holds. */
import { expect, it } from 'vitest';
import type { BotChallenge, BotCheck, ProofAsked } from '../../src/ports/BotCheck.ts';

export interface BotCheckUnderTest {
  readonly botCheck: BotCheck;
  readonly nowMs: number;
  /** Answers as a page does. */
  solve(challenge: BotChallenge): Promise<string>;
}

const asked: ProofAsked = { caller: 'ada', purpose: 'hold one', amount: 2 };

export const botCheckContract = (open: () => Promise<BotCheckUnderTest>): void => {
  it('takes the answer to its challenge, again and again, as one proof', async () => {
    const { botCheck, nowMs, solve } = await open();
    const challenge = await botCheck.challenge(asked, nowMs);
    expect(challenge.expiresAtMs).toBeGreaterThan(nowMs + 4 * 60_000);
    const answer = await solve(challenge);
    const proof = await botCheck.verify(answer, asked, nowMs + 1_000);
    expect(proof).toEqual({ id: expect.any(String), expiresAtMs: expect.any(Number) });
    expect((await botCheck.verify(answer, asked, nowMs + 2_000))?.id).toBe(proof?.id);
    const other = await solve(await botCheck.challenge(asked, nowMs));
    expect((await botCheck.verify(other, asked, nowMs))?.id).not.toBe(proof?.id);
  });

  it('takes it from its caller, for its purpose and its amount only, and not for ever', async () => {
    const { botCheck, nowMs, solve } = await open();
    const others: readonly ProofAsked[] = [
      { ...asked, caller: 'eve' },
      { ...asked, purpose: 'hold two' },
      { ...asked, amount: 3 },
    ];
    for (const other of others) {
      const answer = await solve(await botCheck.challenge(asked, nowMs));
      expect(await botCheck.verify(answer, other, nowMs)).toBeUndefined();
    }
    const answer = await solve(await botCheck.challenge(asked, nowMs));
    const proof = await botCheck.verify(answer, asked, nowMs);
    expect(await botCheck.verify(answer, asked, (proof?.expiresAtMs ?? 0) + 1)).toBeUndefined();
  });

  it('takes nothing else', async () => {
    const { botCheck, nowMs } = await open();
    const others = ['', 'x', '{}', 'e30=', Buffer.from('[null]').toString('base64'), 'A'.repeat(10_000)];
    for (const answer of others) expect(await botCheck.verify(answer, asked, nowMs)).toBeUndefined();
  });
};
