import { positionStart } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { reactionSchemaOf, readParked } from '../../processes/engine/reactionProgress.ts';
import type { ReactionStatus } from '../../processes/engine/runReaction.ts';
import type { ProjectionShown } from '../../projections/engine/projectionOverview.ts';
import { withDeadline } from '../../projections/engine/withDeadline.ts';

const lookWithinMs = 1_000;

/** Every reaction as its tables and this process tell it. Never fails and takes hardly longer than a second. */
export const reactionsShown = async (
  names: readonly string[],
  readStore: Pick<ReadStore, 'checkpoint' | 'query'>,
  statuses: readonly ReactionStatus[],
): Promise<readonly ProjectionShown[]> => {
  const shown = async (name: string): Promise<ProjectionShown> => {
    const status = statuses.find((each) => each.name === name);
    const looked = await withDeadline(lookAt(name, readStore), lookWithinMs);
    const idle = looked === undefined ? 'unknown' : 'elsewhere';
    const { position = positionStart, parked = 0 } = looked ?? status ?? {};
    return {
      ...{ name, position, parked, state: status?.state ?? idle },
      ...(status?.failure === undefined ? {} : { failure: status.failure }),
    };
  };
  return await Promise.all(names.map(shown));
};

const lookAt = async (name: string, readStore: Pick<ReadStore, 'checkpoint' | 'query'>) => {
  const checkpoint = await readStore.checkpoint(reactionSchemaOf(name));
  if (checkpoint === undefined) return undefined;
  return { position: checkpoint.position, parked: (await readParked(readStore, name)).length };
};
