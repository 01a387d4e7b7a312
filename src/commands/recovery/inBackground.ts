import type { CommandContext } from '../engine/Outcome.ts';

/** Requests that one node works on at a time. */
const requestsMax = 1_000;

export interface BackgroundLogger {
  warn(details: object, message: string): void;
}

export interface Background {
  /** Returns at once, so that an answer tells nothing of the work. Failures are logged; beyond `requestsMax` it is dropped. */
  run(work: () => Promise<void>, context: CommandContext): void;
  settled(): Promise<void>;
}

export const openBackground = (logger: BackgroundLogger): Background => {
  const underWay = new Set<Promise<void>>();
  return {
    run: (work, { correlationId }) => {
      if (underWay.size >= requestsMax) {
        logger.warn({ correlationId, requestsMax }, 'a request for an access code was dropped');
        return;
      }
      const running = work()
        .catch((error: unknown) => {
          // Only the name: the text of a foreign error might name the person.
          const why = error instanceof Error ? error.name : 'unknown';
          logger.warn({ correlationId, why }, 'an access code could not be issued');
        })
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    settled: async () => {
      await Promise.all(underWay);
    },
  };
};
