/**
 * Runs one process manager over any number of nodes: whoever holds its leadership looks for work at an interval,
 * the others stand by. Every pass is idempotent, so two leaders for a moment do no harm.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ReadModelMissing, type ReadStore } from '../../ports/ReadStore.ts';

export interface ProcessManager {
  readonly name: string;
  readonly everyMs: number;
  /** One bounded pass: looks for work and does it. Throwing means "try again later". */
  pass(): Promise<void>;
}

export interface ProcessLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface RunningProcess {
  readonly name: string;
  isLeading(): boolean;
  stop(): Promise<void>;
}

const standbyMs = 1_000;
const failurePauseMs = 1_000;

export const runProcess = (
  process: ProcessManager,
  readStore: Pick<ReadStore, 'lead'>,
  logger: ProcessLogger,
): RunningProcess => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let leading = false;

  const rest = (ms: number): Promise<unknown> => pause(ms, undefined, { signal }).catch(() => undefined);

  const lead = async (): Promise<void> => {
    const leadership = await readStore.lead(`process_${process.name}_v1`);
    if (leadership === undefined) {
      await rest(standbyMs);
      return;
    }
    leading = true;
    void leadership.ended.then(() => {
      leading = false;
    });
    logger.info({ process: process.name }, 'process leads');
    try {
      while (leading && !signal.aborted) {
        await process.pass();
        await rest(process.everyMs);
      }
    } finally {
      leading = false;
      await leadership.release();
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await lead();
      } catch (error) {
        // On a first start the read model that the process looks into is made a moment later.
        if (!(error instanceof ReadModelMissing))
          logger.warn({ process: process.name, err: error }, 'process pass failed, trying again');
        await rest(failurePauseMs);
      }
    }
  };

  const running = run();
  return {
    name: process.name,
    isLeading: () => leading,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
