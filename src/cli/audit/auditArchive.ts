/** Audits an archive as the log is audited, without the log. */
import { Audit } from '../../audit/Audit.ts';
import { openArchive } from '../archive/openArchive.ts';
import { createProgress } from '../command/progress.ts';
import { exitCodes } from '../command/runCommand.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { counted } from '../rebuild/verdict.ts';
import { conflictLine } from './conflictLine.ts';
import { foldLog } from './foldLog.ts';
import { checkRoots } from './knownRoots.ts';
import { openLogTree } from './openLogTree.ts';
import { skipLine } from './skipLine.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Throws CommandRefused for an archive that is not there, or of which a file was changed. */
export const auditArchive = async (
  folder: string,
  quiet: boolean,
  { signal, stack, fail }: Pick<CommandRun, 'signal' | 'stack' | 'fail'>,
): Promise<void> => {
  const { index, events, ...log } = await openArchive(folder, { signal, stack });
  const audit = new Audit();
  const known = index.months.map(({ month, tree: { size, root } }) => ({
    ...{ size, root: Buffer.from(root, 'base64'), as: `${month} was archived` },
  }));
  const tree = openLogTree(
    { events, ...log },
    known.map(({ size }) => size),
  );
  const progress = createProgress('audit', process.stderr, quiet);
  stack.defer(() => progress.stop());
  const until = await events.head();
  await foldLog(
    {
      ...{ log: { events, ...log }, audit, tree, until },
      onReached: (position, count) => progress.at(position, until, counted(count, 'event')),
    },
    [],
  );
  progress.stop();
  if (signal.aborted) return fail('given up');
  const grown = await tree.grown();
  const held = checkRoots(known, grown, audit);
  say(`${folder}: ${counted(index.months.length, 'month')} of log ${index.logId}`);
  say(
    `${counted(grown.size, 'event')}, ${counted(audit.streams, 'stream')}, ${counted(audit.showtimes.size, 'showtime')}, ${counted(audit.bookings.count(), 'booking')}`,
  );
  for (const { size, as } of held)
    say(`tree: the first ${counted(size, 'event')} are what they were when ${as}`);
  for (const skip of audit.skips.all) say(skipLine(skip));
  for (const conflict of audit.conflicts) say(conflictLine(conflict));
  say(`${audit.conflictCount} conflicts up to position ${audit.position}`);
  if (audit.conflictCount > 0) process.exitCode = exitCodes.no;
};
