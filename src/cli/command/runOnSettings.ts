import pino, { type Logger } from 'pino';
import { type Config, readConfig } from '../../config.ts';
import { explainFailure } from '../../explainFailure.ts';
import { exitCodes } from './runCommand.ts';

export interface CommandRun {
  readonly config: Config;
  readonly logger: Logger;
  /** Of Ctrl-C and of a stop: what was opened here is closed here. */
  readonly signal: AbortSignal;
  readonly stack: AsyncDisposableStack;
  /** One line, and the exit code for "no answer". */
  fail(text: string): void;
}

export const failing = (name: string) => (text: string) => {
  process.stderr.write(`${name}: ${text}\n`);
  process.exitCode = exitCodes.failed;
};

/** Installed first: a database started by a command must be stopped by it. */
const abortedBySignals = (): AbortSignal => {
  const giveUp = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => giveUp.abort());
  return giveUp.signal;
};

/** Opens nothing. What fails is told in one line. */
export const runOnSettings = async (
  name: string,
  dataDir: string | undefined,
  work: (run: CommandRun) => Promise<void>,
): Promise<void> => {
  const fail = failing(name);
  const signal = abortedBySignals();
  let config: Config | undefined;
  const stack = new AsyncDisposableStack();
  try {
    config = readConfig(dataDir === undefined ? [] : ['--data-dir', dataDir]);
    const level = config.logLevel === 'silent' ? 'silent' : 'error';
    const logger = pino({ level }, pino.destination({ dest: 2, sync: true }));
    await work({ config, logger, signal, stack, fail });
  } catch (error) {
    fail(explainFailure(error, config));
  } finally {
    await stack.disposeAsync().catch((error: unknown) => fail(explainFailure(error, config)));
  }
};
