import { solveChallengeWorkers } from 'altcha-lib';
import type { Challenge } from 'altcha-lib/types';
import type { Answering } from './Answering.ts';

/** The page and its phone need a processor, too. */
const workersMax = 4;
const withinMs = 240_000;

const startWorker = (): Worker =>
  new Worker(new URL('./solveWorker.ts', import.meta.url), { type: 'module' });

export const answerProofOfWork: Answering = async (body, signal) => {
  const challenge = body.challenge as Challenge;
  const controller = new AbortController();
  signal.addEventListener('abort', () => controller.abort());
  const solution = await solveChallengeWorkers({
    challenge,
    controller,
    createWorker: startWorker,
    concurrency: Math.min(workersMax, Math.max(1, navigator.hardwareConcurrency - 1)),
    timeout: withinMs,
  });
  return solution === null ? undefined : btoa(JSON.stringify({ challenge, solution }));
};
