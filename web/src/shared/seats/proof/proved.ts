import { isProblem, type Problem } from '../../api/Problem.ts';
import type { Answering } from './Answering.ts';

export interface Check {
  readonly signal: AbortSignal;
  onChecking(isChecking: boolean): void;
}

export type ProofHeader = { readonly 'Bot-Check'?: string };

const proofsMax = 2;

/** Fetched by those who are asked only. */
const answerings: Readonly<Record<string, () => Promise<Answering>>> = {
  'proof-of-work': async () => (await import('./answerProofOfWork.ts')).answerProofOfWork,
  turnstile: async () => (await import('./answerTurnstile.ts')).answerTurnstile,
};

const solve = async ({ body }: Problem, signal: AbortSignal): Promise<string | undefined> => {
  const answering = await answerings[String(body.kind)]?.();
  return signal.aborted ? undefined : await answering?.(body, signal);
};

const answer = async (problem: Problem, { signal, onChecking }: Check): Promise<string | undefined> => {
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined));
  });
  onChecking(true);
  const given = await Promise.race([stopped, solve(problem, signal).catch(() => undefined)]);
  onChecking(false);
  return given;
};

/** Calls with a proof once one is asked for. Throws what the call throws, and the signal's reason once it is aborted. */
export const createProved = () => {
  // Stays good while the seats are refused for other reasons.
  let proof: ProofHeader = {};
  return async <Result>(check: Check, call: (proof: ProofHeader) => Promise<Result>): Promise<Result> => {
    for (let proofs = 0; ; proofs += 1) {
      try {
        const result = await call(proof);
        proof = {};
        return result;
      } catch (error) {
        if (!isProblem(error, 'challenge-required') || proofs === proofsMax) throw error;
        const given = await answer(error, check);
        check.signal.throwIfAborted();
        if (given === undefined) throw error;
        proof = { 'Bot-Check': given };
      }
    }
  };
};
