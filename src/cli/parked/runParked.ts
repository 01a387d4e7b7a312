import { userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgresReadStore } from '../../adapters/postgres-read/PostgresReadStore.ts';
import { systemClock as clock, systemIds as ids } from '../../adapters/system/system.ts';
import { actorIdOf } from '../../api/http/auth/Caller.ts';
import { parkedStreamParams, skipParkedBody } from '../../api/ops/parkedSchemas.ts';
import { createRunner } from '../../commands/engine/createRunner.ts';
import { openLogTail } from '../../commands/engine/LogTail.ts';
import { createOperatorTexts } from '../../commands/parking/operatorTexts.ts';
import { createParkings } from '../../commands/parking/parkings.ts';
import { readModels } from '../../compose.ts';
import { closing } from '../../composition/engine/openStores.ts';
import { parkingAggregate } from '../../domain/parking/parkingAggregate.ts';
import {
  type Parked,
  type ParkedLists,
  type ParkingReader,
  parkedLists,
} from '../../following/parkedLists.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../../projections/engine/Projection.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import { type OpenedLog, openLog } from '../command/openLog.ts';
import { exitCodes } from '../command/runCommand.ts';
import type { CommandRun } from '../command/runOnSettings.ts';

export interface AskOptions {
  readonly reader?: string;
  readonly reason?: string;
}

const lookEveryMs = 250;
const looksMax = 40;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const reactionsOf = async (readStore: Pick<ReadStore, 'query'>): Promise<readonly ParkingReader[]> => {
  const rows = await readStore.query(
    `SELECT schemaname AS schema, substring(schemaname FROM '^reaction_(.*)_v1$') AS name
     FROM pg_catalog.pg_tables WHERE tablename = 'parked' AND schemaname LIKE 'reaction\\_%\\_v1' ORDER BY 1`,
  );
  return rows.map(({ schema, name }) => ({ schema: String(schema), name: String(name), kind: 'reaction' }));
};

const openLists = async (
  run: CommandRun,
): Promise<{ readonly log: OpenedLog; readonly lists: ParkedLists }> => {
  const log = await openLog(run);
  const readStore = closing(run.stack, openPostgresReadStore({ url: log.url }));
  const models = readModels.map((each) => ({
    ...{ name: each.name, schema: schemaOf(each), kind: 'read-model' as const },
  }));
  const readers = [...models, ...(await reactionsOf(readStore))];
  return { log, lists: parkedLists(readers, { readStore, events: log.events }) };
};

const lineOf = (
  { stream, reader, kind, type, position, error, waiting }: Parked,
  since: string | undefined,
) => {
  const behind = waiting === undefined || waiting === 0 ? '' : `, ${waiting} events behind it`;
  const when = since === undefined ? '' : ` of ${since}`;
  return `${stream}  ${kind === 'reaction' ? 'reaction' : 'read model'} ${reader}: ${type}${when} at position ${position}${behind}: ${error}`;
};

/** Throws the engines' errors. */
export const listParked = async (run: CommandRun): Promise<void> => {
  const { lists } = await openLists(run);
  const all = await lists.all();
  for (const each of all) say(lineOf(each, await lists.since(each)));
  say(all.length === 1 ? '1 stream is parked' : `${all.length} streams are parked`);
};

const checked = (verb: 'retry' | 'skip', stream: string, options: AskOptions): void => {
  const isStream = parkedStreamParams.safeParse({ stream }).success;
  if (!isStream) throw new CommandRefused(`${JSON.stringify(stream)} is not the name of a stream`);
  const asked = skipParkedBody.safeParse(verb === 'retry' ? { reason: '-', ...options } : options);
  if (!asked.success) {
    const [fault] = asked.error.issues;
    throw new CommandRefused(`--${String(fault?.path[0])}: ${fault?.message}`);
  }
};

const openParkings = async (run: CommandRun, log: OpenedLog, lists: ParkedLists) => {
  const tail = closing(run.stack, await openLogTail(log.events, clock, (error) => run.fail(String(error))));
  const deps = { events: log.events, tail, clock, ids, logger: run.logger };
  const parkings = createRunner(parkingAggregate, { residentsMax: 1 }, deps);
  const texts = createOperatorTexts(await log.openKeys());
  return createParkings({ commands: { parkings }, parked: lists, texts });
};

const leftOf = async (
  lists: ParkedLists,
  asked: readonly Pick<Parked, 'reader'>[],
  stream: string,
): Promise<readonly Parked[]> =>
  (await lists.all()).filter(
    (each) => each.stream === stream && asked.some(({ reader }) => reader === each.reader),
  );

/** Throws CommandRefused and the engines' errors. */
export const askReaders = async (
  verb: 'retry' | 'skip',
  stream: string,
  options: AskOptions,
  run: CommandRun,
): Promise<void> => {
  checked(verb, stream, options);
  const { log, lists } = await openLists(run);
  const parkings = await openParkings(run, log, lists);
  const id = ids.next();
  const actor = { role: 'admin', id: actorIdOf(`operator:${userInfo().username}`, log.identityKey) } as const;
  const context = { correlationId: id, causationId: id, actor };
  const { reason = '', ...reader } = options;
  const { outcome, asked } =
    verb === 'retry'
      ? await parkings.retry({ stream, ...options }, context)
      : await parkings.skip({ stream, reason, ...reader }, context);
  if (outcome.outcome === 'rejected' && outcome.rejection.reason === 'StreamNotParked') {
    say(`${stream} is not parked${options.reader === undefined ? '' : ` by ${options.reader}`}`);
    process.exitCode = exitCodes.no;
    return;
  }
  if (outcome.outcome !== 'done') throw new CommandRefused(`it was not done: ${JSON.stringify(outcome)}`);
  for (const each of asked) {
    const what = verb === 'retry' ? 'is asked to take up' : 'passes over';
    say(`${each.reader} ${what} ${each.type} at position ${each.position}`);
  }
  await tellOutcome(lists, asked, stream, run);
};

const tellOutcome = async (
  lists: ParkedLists,
  asked: readonly Pick<Parked, 'reader'>[],
  stream: string,
  { signal }: CommandRun,
): Promise<void> => {
  let left = await leftOf(lists, asked, stream);
  for (let looks = 0; left.length > 0 && looks < looksMax && !signal.aborted; looks += 1) {
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
    left = await leftOf(lists, asked, stream);
  }
  for (const { reader } of asked) {
    if (!left.some((each) => each.reader === reader)) say(`${reader}: ${stream} is free`);
  }
  for (const each of left) say(`still parked: ${lineOf(each, await lists.since(each))}`);
  if (left.length > 0) process.exitCode = exitCodes.no;
};
