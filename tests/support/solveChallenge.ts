/** Solves a challenge as a page with ALTCHA's library does, and gives what the header carries. */
import { pbkdf2Sync } from 'node:crypto';
import { solveChallenge as solve } from 'altcha-lib';
import type { Challenge } from 'altcha-lib/types';

export const solveChallenge = async (challenge: unknown): Promise<string> => {
  const posed = challenge as Challenge;
  const solution = await solve({
    challenge: posed,
    deriveKey: async ({ cost, keyLength }, salt, password) => ({
      derivedKey: pbkdf2Sync(password, salt, cost, keyLength, 'sha256'),
    }),
  });
  return Buffer.from(JSON.stringify({ challenge: posed, solution })).toString('base64');
};
