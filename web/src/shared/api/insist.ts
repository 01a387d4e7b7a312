import { isProblem } from './Problem.ts';

const triesMax = 6;
const firstPauseMs = 400;

/** Tries again while no answer comes, or one that says so. What is tried must be safe to repeat. */
export const insist = async <Result>(call: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const mayPass =
        !isProblem(error) || isProblem(error, 'temporarily-unavailable', 'overloaded', 'request-in-progress');
      if (!mayPass || tries >= triesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (tries - 1)));
    }
  }
};
