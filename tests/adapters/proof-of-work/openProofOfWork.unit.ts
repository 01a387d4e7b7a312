/** Challenges of ALTCHA: what its own library solves is taken, what was changed or not worked for is not. */
import { describe, expect, it } from 'vitest';
import { openProofOfWork } from '../../../src/adapters/proof-of-work/openProofOfWork.ts';
import { botCheckContract } from '../../contracts/botCheckContract.ts';
import { solveChallenge } from '../../support/solveChallenge.ts';

const key = new Uint8Array(32).fill(1);
const open = async () => ({
  botCheck: openProofOfWork({ key, difficulty: 1, keyPrefix: '0' }),
  nowMs: Date.now(),
  solve: ({ challenge }: { readonly challenge: object }) => solveChallenge(challenge),
});
const asked = { caller: 'ada', purpose: 'hold one', amount: 1 };

const decoded = (answer: string) => JSON.parse(Buffer.from(answer, 'base64').toString('utf8'));
const encoded = (payload: object) => Buffer.from(JSON.stringify(payload)).toString('base64');

describe('proof of work', () => {
  botCheckContract(open);

  it('is the more work the more is asked for', async () => {
    const { botCheck, nowMs } = await open();
    const costOf = async (amount: number) => {
      const { challenge } = await botCheck.challenge({ ...asked, amount }, nowMs);
      return (challenge as { parameters: { cost: number } }).parameters.cost;
    };
    expect(await Promise.all([1, 2, 10].map(costOf))).toEqual([1, 2, 10]);
  });

  it('is not taken when the challenge was made easier, or is of another secret', async () => {
    const { botCheck, nowMs, solve } = await open();
    const { challenge, solution } = decoded(await solve(await botCheck.challenge(asked, nowMs)));
    const easier = [
      { cost: 2 },
      { keyPrefix: challenge.parameters.keyPrefix.slice(1) || '1' },
      { expiresAt: 9e9 },
    ];
    for (const change of easier) {
      const parameters = { ...challenge.parameters, ...change };
      const answer = await solveChallenge({ ...challenge, parameters });
      expect(await botCheck.verify(answer, asked, nowMs)).toBeUndefined();
    }
    const elsewhere = openProofOfWork({ key: new Uint8Array(32).fill(2), difficulty: 1, keyPrefix: '0' });
    expect(await elsewhere.verify(encoded({ challenge, solution }), asked, nowMs)).toBeUndefined();
    expect(await botCheck.verify(encoded({ challenge, solution }), asked, nowMs)).toBeDefined();
  });

  it('is not taken for a key that fits and was not derived', async () => {
    const { botCheck, nowMs, solve } = await open();
    const { challenge, solution } = decoded(await solve(await botCheck.challenge(asked, nowMs)));
    for (const change of [{ derivedKey: '0'.repeat(64) }, { counter: solution.counter + 1 }]) {
      const answer = encoded({ challenge, solution: { ...solution, ...change } });
      expect(await botCheck.verify(answer, asked, nowMs)).toBeUndefined();
    }
  });
});
