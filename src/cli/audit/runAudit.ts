import { openCheckpointStore } from '../../adapters/postgres-proof/openCheckpointStore.ts';
import { type ModelSnapshot, openModelSnapshot } from '../../adapters/postgres-read/openModelSnapshot.ts';
import { Audit } from '../../audit/Audit.ts';
import { createOperatorTexts } from '../../commands/parking/operatorTexts.ts';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import { treeQueries, treeSchema } from '../../projections/proof/treeQueries.ts';
import { GrowingTree, hashBytes } from '../../tlog/merkle.ts';
import { tileWidth } from '../../tlog/tiles.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import { type OpenedLog, openLog } from '../command/openLog.ts';
import { createProgress } from '../command/progress.ts';
import { exitCodes } from '../command/runCommand.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { counted } from '../rebuild/verdict.ts';
import { type AuditState, readAuditState, writeAuditState } from './auditState.ts';
import { conflictLine } from './conflictLine.ts';
import { foldLog } from './foldLog.ts';
import { checkRoots, type KnownRoot, leafChecks } from './knownRoots.ts';
import { type CheckedModel, type WaitingCheck, waitingChecks } from './modelChecks.ts';
import { openLogTree } from './openLogTree.ts';
import { skipLine } from './skipLine.ts';
import { treeHere } from './treeHere.ts';

export interface AuditOptions {
  readonly resume?: boolean;
  readonly quiet?: boolean;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const knownState = async ({ config }: CommandRun, log: OpenedLog): Promise<AuditState | undefined> => {
  const state = await readAuditState(config.dataDir);
  if (state === undefined) {
    process.stderr.write('audit: there is nothing to go on from: the whole log is checked\n');
    return undefined;
  }
  if (state.logId === log.events.logId) return state;
  throw new CommandRefused(`the last audit was of log ${state.logId}, this is log ${log.events.logId}`);
};

const rootsKnown = async (log: OpenedLog, state: AuditState | undefined): Promise<readonly KnownRoot[]> => {
  const { latest, cosigned } = await (await openCheckpointStore(log.database, log.events.logId)).read();
  return [
    ...(latest === undefined ? [] : [{ ...latest, as: 'the tree was signed' }]),
    ...(cosigned === undefined ? [] : [{ ...cosigned, as: 'the tree was cosigned' }]),
    ...(state === undefined
      ? []
      : [{ size: state.tree.size, root: GrowingTree.of(state.tree).root(), as: 'they were audited' }]),
  ];
};

/** The hash of a leaf as the tiles have it. */
const keptLeaves = async (snapshot: ModelSnapshot) => {
  const [there] = await snapshot.query('SELECT to_regnamespace($1) IS NOT NULL AS is_there', [treeSchema]);
  if (there?.is_there !== true) return undefined;
  const { tile } = treeQueries(snapshot);
  let known: { readonly index: number; readonly hashes: Uint8Array } | undefined;
  return async (leaf: number): Promise<Uint8Array | undefined> => {
    const index = Math.floor(leaf / tileWidth);
    if (known?.index !== index) known = { index, hashes: await tile(0, index) };
    const from = (leaf % tileWidth) * hashBytes;
    return known.hashes.length < from + hashBytes ? undefined : known.hashes.subarray(from, from + hashBytes);
  };
};

/** A second pass, which only a log or a tree that was changed needs. */
const nameAltered = async (
  log: OpenedLog,
  audit: Audit,
  snapshot: ModelSnapshot,
  until: Position,
): Promise<void> => {
  const kept = await keptLeaves(snapshot);
  if (kept === undefined) return;
  const check = leafChecks(kept, audit);
  let turn = Promise.resolve();
  const tree = treeHere(log, [], (leaf, index, event) => {
    turn = turn.then(() => check(leaf, index, event));
  });
  for await (const read of log.texts.read({ after: positionStart, until, filter: {} })) {
    await tree.take(read);
    await turn;
  }
};

const tellModels = (models: readonly CheckedModel[], late: readonly WaitingCheck[]): void => {
  for (const { name, position, rows } of models)
    say(`read model ${name}: ${counted(rows, 'row')} compared at position ${position}`);
  for (const { name, position } of late)
    say(`read model ${name}: not compared, it stands at position ${position}`);
  for (const { name, parked } of models)
    for (const each of parked) say(`parked: read model ${name}, ${each}`);
};

/** Without its reason where the key store does not open it. */
const tellSkips = async ({ skips: { all } }: Audit, { openKeys }: OpenedLog): Promise<void> => {
  if (all.length === 0) return;
  const texts = createOperatorTexts(await openKeys());
  const opened = async (box: string) => texts.open({ box }).catch(() => undefined);
  for (const skip of all) say(skipLine(skip, await opened(skip.reason)));
};

/** Throws CommandRefused and the engines' errors. */
export const runAudit = async (options: AuditOptions, run: CommandRun): Promise<void> => {
  const { config, signal, stack, fail } = run;
  const log = await openLog(run);
  const state = options.resume === true ? await knownState(run, log) : undefined;
  const snapshot = stack.adopt(await openModelSnapshot(log.url), (each) => each.close());
  const waiting = await waitingChecks(snapshot);
  const audit = new Audit(state?.audit);
  const resumedAt = audit.position;
  const { inTime = [], late = [] } = Object.groupBy(waiting, (check) =>
    check.isReached(audit) ? 'inTime' : 'late',
  );
  const roots = await rootsKnown(log, state);
  const until = await log.events.head();
  const sizes = roots.map(({ size }) => size);
  const tree = stack.adopt(openLogTree(log, sizes), (each) => each.close());
  const progress = createProgress('audit', process.stderr, options.quiet === true);
  const models: CheckedModel[] = [];
  const checks = inTime.map((check) => ({
    ...check,
    run: async (at: Audit) => {
      const checked = await check.run(at);
      models.push(checked);
      return checked;
    },
  }));
  const begunMs = performance.now();
  const rate = (events: number): string =>
    `${counted(events, 'event')}, ${Math.round((events / (performance.now() - begunMs)) * 1_000).toLocaleString('en')} a second`;
  try {
    await foldLog(
      {
        ...{ log, audit, tree, until },
        onReached: (position, events) => progress.at(position, until, rate(events)),
      },
      checks,
    );
  } finally {
    progress.stop();
  }
  if (signal.aborted) return fail('given up');
  const grown = await tree.grown();
  const { size, subtrees } = grown;
  const held = checkRoots(roots, grown, audit);
  if (held.length < roots.length) await nameAltered(log, audit, snapshot, until);
  await writeAuditState(config.dataDir, {
    ...{ logId: log.events.logId, audit: audit.shape },
    tree: { size, subtrees },
  });
  say(`${rate(size)}${resumedAt === positionStart ? '' : `; folded from position ${resumedAt} on`}`);
  say(
    `${counted(audit.streams, 'stream')}, ${counted(audit.showtimes.size, 'showtime')}, ${counted(audit.bookings.count(), 'booking')}, ${counted(audit.snapshots, 'snapshot')} compared`,
  );
  for (const { size: events, as } of held)
    say(`tree: the first ${counted(events, 'event')} are what they were when ${as}`);
  tellModels(models, late);
  await tellSkips(audit, log);
  for (const conflict of audit.conflicts) say(conflictLine(conflict));
  say(`${audit.conflictCount} conflicts up to position ${audit.position}`);
  if (audit.conflictCount > 0) process.exitCode = exitCodes.no;
};
