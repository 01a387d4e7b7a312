import { readParkedStreams } from '../../following/parkedStreams.ts';
import type { Clock } from '../../ports/Clock.ts';
import { type EventFilter, type EventStore, type Position, positionStart } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import type { Reaction } from '../../processes/engine/Reaction.ts';
import { reactionSchemaOf } from '../../processes/engine/reactionProgress.ts';
import { firstUnapplied } from '../../projections/engine/firstUnapplied.ts';
import type { LogReader } from '../../projections/engine/followLog.ts';
import { filterOf } from '../../projections/engine/Projection.ts';
import type { ProjectionShown, ProjectionState } from '../../projections/engine/projectionOverview.ts';
import { withDeadline } from '../../projections/engine/withDeadline.ts';

/** Follows the log with a checkpoint, and is no read model. */
export interface Follower {
  readonly name: string;
  readonly schema: string;
  readonly filter: EventFilter;
  readonly parks: boolean;
}

export const reactionFollower = (reaction: Reaction): Follower => ({
  name: reaction.name,
  schema: reactionSchemaOf(reaction.name),
  filter: filterOf(reaction),
  parks: true,
});

export const readerFollower = ({ name, schema }: LogReader): Follower => ({
  ...{ name, schema },
  filter: {},
  parks: false,
});

export interface FollowersShownParts {
  readonly readStore: Pick<ReadStore, 'checkpoint' | 'query'>;
  readonly events: Pick<EventStore, 'readAll'>;
  readonly clock: Clock;
}

/** What this process does. */
interface FollowerStatus {
  readonly name: string;
  readonly position: Position;
  readonly state: ProjectionState;
  readonly parked: number;
  readonly failure?: string;
}

const lookWithinMs = 1_000;

/** Never throws; takes about a second at most. */
export const followersShown = async (
  followers: readonly Follower[],
  parts: FollowersShownParts,
  statuses: readonly FollowerStatus[],
): Promise<readonly ProjectionShown[]> => {
  const shown = async (follower: Follower): Promise<ProjectionShown> => {
    const { name } = follower;
    const status = statuses.find((each) => each.name === name);
    const looked = await withDeadline(lookAt(follower, parts), lookWithinMs);
    const idle = looked === undefined ? 'unknown' : 'elsewhere';
    const { position = positionStart, parked = 0 } = looked ?? status ?? {};
    return {
      ...{ name, position, parked, state: status?.state ?? idle },
      ...(looked?.lagMs === undefined ? {} : { lagMs: looked.lagMs }),
      ...(status?.failure === undefined ? {} : { failure: status.failure }),
    };
  };
  return await Promise.all(followers.map(shown));
};

const lookAt = async (
  { schema, filter, parks }: Follower,
  { readStore, events, clock }: FollowersShownParts,
) => {
  const checkpoint = await readStore.checkpoint(schema);
  if (checkpoint === undefined) return undefined;
  const { position } = checkpoint;
  const [parked, next] = await Promise.all([
    parks ? readParkedStreams(readStore, schema) : [],
    firstUnapplied(filter, position, events),
  ]);
  const oldestMs = next === 'none' ? clock.nowMs() : next;
  const lagMs = oldestMs === undefined ? undefined : Math.max(0, clock.nowMs() - oldestMs);
  return { position, parked: parked.length, lagMs };
};
