import { QueryClient } from '@tanstack/preact-query';
import { isProblem } from './Problem.ts';

const triesMax = 3;
const freshMs = 30_000;
const waitMsMax = 8_000;

/** Worth asking again: the network, or a server that says so. */
const mayPass = (error: unknown): boolean => !isProblem(error) || error.status >= 500 || error.status === 429;

const waitMs = (tries: number, error: unknown): number => {
  const asked = isProblem(error) ? error.retryAfterSeconds : undefined;
  return Math.min(waitMsMax, asked === undefined ? 500 * 2 ** tries : asked * 1_000);
};

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshMs,
      retry: (failed, error) => failed < triesMax && mayPass(error),
      retryDelay: waitMs,
    },
    mutations: { retry: false },
  },
});
