import { Command } from 'commander';
import pino, { type Logger } from 'pino';
import { systemClock } from '../adapters/system/system.ts';
import { openDatabaseServer, openStores, type Stores } from '../composition/engine/openStores.ts';
import { type Config, readConfig } from '../config.ts';
import { explainFailure } from '../explainFailure.ts';
import { exitCodes, runCommand } from './command/runCommand.ts';
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
  process.exitCode = exitCodes.failed;
};

/** Undefined for an unknown name, which has been reported. */
const targetsNamed = (names: readonly string[]): readonly Target[] | undefined => {
  const found = names.map((name) => ({ name, target: targetNamed(name) }));
  const unknown = found.filter(({ target }) => target === undefined).map(({ name }) => name);
  if (unknown.length === 0) return found.flatMap(({ target }) => (target === undefined ? [] : [target]));
  fail(`there is no ${unknown.join(', ')}: say one of ${targets.map(({ name }) => name).join(', ')}`);
  return undefined;
};

/** Installed first: a database started here must be stopped here. */
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
      if (different && mode === 'check') process.exitCode ??= exitCodes.no;
    } catch (error) {
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
  const stack = new AsyncDisposableStack();
  try {
    config = readConfig(options.dataDir === undefined ? [] : ['--data-dir', options.dataDir]);
    const level = config.logLevel === 'silent' ? 'silent' : 'error';
    const logger = pino({ level }, pino.destination({ dest: 2, sync: true }));
    const url = await openDatabaseServer(config, logger, stack);
    const onReplaced = (error: Error): void => fail(explainFailure(error));
    const stores = await openStores(config, url, logger, onReplaced, stack);
    if (options.all === true || wanted.length > 0) {
      await rebuildAll(wanted, options, stores, { logger, signal });
    } else process.stdout.write(`${(await listModels(stores, systemClock)).join('\n')}\n`);
  } catch (error) {
    fail(explainFailure(error, config));
  } finally {
    await stack.disposeAsync().catch((error: unknown) => fail(explainFailure(error, config)));
  }
};

await runCommand(
  new Command('rebuild')
    .description('Rebuild read models from the log while the program goes on. Without a name: list them.')
    .argument('[names...]', 'what to rebuild')
    .option('--all', 'everything that there is with these settings')
    .option('--check', 'only compare with the log; exits with 1 when something differs')
    .option('--quiet', 'no progress')
    .option('--data-dir <path>', 'where the program keeps its data')
    .addHelpText(
      'after',
      `
Exit code: 0 done, 1 a model differs from the log (--check), 2 it could not be done.

Example: npm run rebuild -- catalog search`,
    )
    .action(main),
);
