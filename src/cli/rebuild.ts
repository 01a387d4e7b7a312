/**
 * Rebuilds read models from the log while the program goes on, or compares them with it. Works on the engines that
 * the settings name, as the program does: beside a running one, or alone. Verdicts go to standard output, progress to
 * standard error.
 */
import { Command } from 'commander';
import pino, { type Logger } from 'pino';
import { systemClock } from '../adapters/system/system.ts';
import { openStores, type Stores } from '../composition/openStores.ts';
import { type Config, readConfig } from '../config.ts';
import { explainFailure } from '../explainFailure.ts';
import { listModels } from './rebuild/listModels.ts';
import { isThere, rebuildTarget } from './rebuild/rebuildTarget.ts';
import { type Target, targetNamed, targets } from './rebuild/targets.ts';

interface Options {
  readonly all?: boolean;
  readonly check?: boolean;
  readonly quiet?: boolean;
  readonly dataDir?: string;
}

const stderr = process.stderr;
const fail = (text: string): void => {
  stderr.write(`rebuild: ${text}\n`);
  process.exitCode = 1;
};

/** Undefined when a name is wrong, which has then been said. */
const targetsNamed = (names: readonly string[]): readonly Target[] | undefined => {
  const found = names.map((name) => ({ name, target: targetNamed(name) }));
  const unknown = found.filter(({ target }) => target === undefined).map(({ name }) => name);
  if (unknown.length === 0) return found.flatMap(({ target }) => (target === undefined ? [] : [target]));
  fail(`there is no ${unknown.join(', ')}: say one of ${targets.map(({ name }) => name).join(', ')}`);
  return undefined;
};

/** From the first moment on: a database that was started here must be stopped here. */
const abortedBySignals = (): AbortSignal => {
  const giveUp = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => giveUp.abort());
  return giveUp.signal;
};

const rebuildAll = async (
  wanted: readonly Target[],
  options: Options,
  stores: Stores,
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<void> => {
  const mode = options.check === true ? ('check' as const) : ('rebuild' as const);
  const quiet = options.quiet === true;
  const run = { stores, mode, quiet, output: stderr, logger, signal };
  const chosen = options.all === true ? targets.filter((target) => isThere(target, run)) : wanted;
  for (const target of chosen) {
    if (signal.aborted) return fail('given up');
    try {
      const { lines, different } = await rebuildTarget(target, run);
      process.stdout.write(`${lines.join('\n')}\n`);
      if (different && mode === 'check') process.exitCode = 1;
    } catch (error) {
      // One that cannot be rebuilt is no reason to leave the others as they are.
      fail(explainFailure(error));
    }
  }
};

const main = async (names: readonly string[], options: Options): Promise<void> => {
  const wanted = targetsNamed(names);
  if (wanted === undefined) return;
  if (options.all === true && wanted.length > 0) return fail('say names or --all, not both');
  const signal = abortedBySignals();
  let config: Config | undefined;
  let stores: Stores | undefined;
  try {
    config = readConfig(options.dataDir === undefined ? [] : ['--data-dir', options.dataDir]);
    // What the program would tell of its engines is no news here.
    const level = config.logLevel === 'silent' ? 'silent' : 'error';
    const logger = pino({ level }, pino.destination({ dest: 2, sync: true }));
    stores = await openStores(config, logger);
    if (options.all === true || wanted.length > 0) {
      await rebuildAll(wanted, options, stores, { logger, signal });
    } else process.stdout.write(`${(await listModels(stores, systemClock)).join('\n')}\n`);
  } catch (error) {
    fail(explainFailure(error, config));
  } finally {
    await stores?.close().catch((error: unknown) => fail(explainFailure(error, config)));
  }
};

await new Command('rebuild')
  .description('Rebuild read models from the log while the program goes on. Without a name: list them.')
  .argument('[names...]', 'what to rebuild')
  .option('--all', 'everything that there is with these settings')
  .option('--check', 'only compare with the log; exits with 1 when something differs')
  .option('--quiet', 'no progress')
  .option('--data-dir <path>', 'where the program keeps its data')
  .action(main)
  .parseAsync();
