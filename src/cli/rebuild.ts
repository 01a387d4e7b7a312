import { Command } from 'commander';
import type { Logger } from 'pino';
import { systemClock } from '../adapters/system/system.ts';
import { openDatabaseServer, openStores, type Stores } from '../composition/engine/openStores.ts';
import { explainFailure } from '../explainFailure.ts';
import { exitCodes, runCommand } from './command/runCommand.ts';
import { failing, runOnSettings } from './command/runOnSettings.ts';
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
const fail = failing('rebuild');

/** Undefined for an unknown name, which has been reported. */
const targetsNamed = (names: readonly string[]): readonly Target[] | undefined => {
  const found = names.map((name) => ({ name, target: targetNamed(name) }));
  const unknown = found.filter(({ target }) => target === undefined).map(({ name }) => name);
  if (unknown.length === 0) return found.flatMap(({ target }) => (target === undefined ? [] : [target]));
  fail(`there is no ${unknown.join(', ')}: say one of ${targets.map(({ name }) => name).join(', ')}`);
  return undefined;
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
  await runOnSettings('rebuild', options.dataDir, async ({ config, logger, signal, stack }) => {
    const url = await openDatabaseServer(config, logger, stack);
    const onReplaced = (error: Error): void => fail(explainFailure(error));
    const stores = await openStores(config, url, logger, onReplaced, stack);
    if (options.all === true || wanted.length > 0) {
      await rebuildAll(wanted, options, stores, { logger, signal });
    } else process.stdout.write(`${(await listModels(stores, systemClock)).join('\n')}\n`);
  });
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
