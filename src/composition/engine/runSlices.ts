import type { ParkingReader } from '../../following/parkedLists.ts';
import type { Notifier } from '../../ports/Notifier.ts';
import { reactionSchemaOf } from '../../processes/engine/reactionProgress.ts';
import { type JobStatus, type RunningJob, runJob } from '../../processes/engine/runJob.ts';
import { runReaction } from '../../processes/engine/runReaction.ts';
import { followLog } from '../../projections/engine/followLog.ts';
import { createLogReplay } from '../../projections/engine/LogReplay.ts';
import { schemaOf } from '../../projections/engine/Projection.ts';
import { startProjection } from '../../projections/engine/ProjectionRunner.ts';
import type { ProjectionStatus } from '../../projections/engine/ProjectionStatus.ts';
import type { ProjectionShown } from '../../projections/engine/projectionOverview.ts';
import { followersShown, reactionFollower, readerFollower } from './followersShown.ts';
import type { Parts } from './Parts.ts';
import type { Slice } from './Slice.ts';

export interface RunningSlices {
  projections(): readonly ProjectionStatus[];
  jobs(): readonly JobStatus[];
  others(): Promise<readonly ProjectionShown[]>;
  /** All that keep parked streams, whether they run here or elsewhere. */
  readonly parking: readonly ParkingReader[];
}

export const runSlices = (
  slices: readonly Slice[],
  parts: Parts,
  stack: AsyncDisposableStack,
): RunningSlices => {
  const { config, readStore, notifier, logger } = parts;
  const has = (role: (typeof config.roles)[number]) => (config.roles.includes(role) ? slices : []);
  const replay = createLogReplay(parts.events);
  const projections = has('projections')
    .flatMap((slice) => slice.projections ?? [])
    .map((projection) => startProjection({ ...parts, replay, projection }));
  stack.defer(async () => void (await Promise.all(projections.map((each) => each.stop()))));
  const writing = (each: readonly Slice[]) => (config.readOnly ? [] : each);
  const feeds = writing(has('projections')).flatMap((slice) => slice.feeds?.(parts) ?? []);
  const readers = slices.flatMap((slice) => slice.readers?.(parts) ?? []);
  const reading = (config.roles.includes('projections') && !config.readOnly ? readers : []).map((each) =>
    followLog(each, parts),
  );
  stack.defer(async () => void (await Promise.all([...feeds, ...reading].map((each) => each.stop()))));
  const jobs = [
    ...has('processes').flatMap((slice) => slice.upkeep?.(parts) ?? []),
    ...writing(has('processes')).flatMap((slice) => slice.jobs?.(parts) ?? []),
  ].map((job) => runJob(job, readStore, logger));
  const reactions = slices.flatMap((slice) => slice.reactions?.(parts) ?? []);
  const reacting = (config.roles.includes('processes') && !config.readOnly ? reactions : []).map((each) =>
    runReaction(each, parts),
  );
  stack.defer(() => stopProcesses([...jobs, ...reacting], notifier));
  return {
    parking: [
      ...slices
        .flatMap((slice) => slice.projections ?? [])
        .map((each) => ({ name: each.name, schema: schemaOf(each), kind: 'read-model' as const })),
      ...reactions.map(({ name }) => ({ name, schema: reactionSchemaOf(name), kind: 'reaction' as const })),
    ],
    projections: () => projections.map((each) => each.status()),
    jobs: () => jobs.map((each) => each.status()),
    others: async () => [
      ...feeds.flatMap((each) => each.status?.() ?? []),
      ...(await followersShown(
        [...readers.map(readerFollower), ...reactions.map(reactionFollower)],
        parts,
        [...reading, ...reacting].map((each) => each.status()),
      )),
    ],
  };
};

const mailDrainMs = 4_000;

/** A mail server that hangs is cut off; the mail is sent again, with the same id, after the next start. */
export const stopProcesses = async (
  processes: readonly Pick<RunningJob, 'stop'>[],
  notifier: Pick<Notifier, 'close'> | undefined,
  drainMs = mailDrainMs,
): Promise<void> => {
  const overdue = setTimeout(() => void notifier?.close().catch(() => undefined), drainMs);
  try {
    await Promise.all(processes.map((each) => each.stop()));
  } finally {
    clearTimeout(overdue);
  }
};
