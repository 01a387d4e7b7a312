import type { Clock } from '../../ports/Clock.ts';
import { type EventStore, positionStart } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import type { Reaction } from '../../processes/engine/Reaction.ts';
import { reactionSchemaOf, readParked } from '../../processes/engine/reactionProgress.ts';
import type { ReactionStatus } from '../../processes/engine/runReaction.ts';
import { firstUnapplied } from '../../projections/engine/firstUnapplied.ts';
import type { ProjectionShown } from '../../projections/engine/projectionOverview.ts';
import { withDeadline } from '../../projections/engine/withDeadline.ts';

export interface ReactionsShownParts {
  readonly readStore: Pick<ReadStore, 'checkpoint' | 'query'>;
  readonly events: Pick<EventStore, 'readAll'>;
  readonly clock: Clock;
}

const lookWithinMs = 1_000;

/** Never throws; takes about a second at most. */
export const reactionsShown = async (
  reactions: readonly Reaction[],
  parts: ReactionsShownParts,
  statuses: readonly ReactionStatus[],
): Promise<readonly ProjectionShown[]> => {
  const shown = async (reaction: Reaction): Promise<ProjectionShown> => {
    const { name } = reaction;
    const status = statuses.find((each) => each.name === name);
    const looked = await withDeadline(lookAt(reaction, parts), lookWithinMs);
    const idle = looked === undefined ? 'unknown' : 'elsewhere';
    const { position = positionStart, parked = 0 } = looked ?? status ?? {};
    return {
      ...{ name, position, parked, state: status?.state ?? idle },
      ...(looked?.lagMs === undefined ? {} : { lagMs: looked.lagMs }),
      ...(status?.failure === undefined ? {} : { failure: status.failure }),
    };
  };
  return await Promise.all(reactions.map(shown));
};

const lookAt = async (reaction: Reaction, { readStore, events, clock }: ReactionsShownParts) => {
  const checkpoint = await readStore.checkpoint(reactionSchemaOf(reaction.name));
  if (checkpoint === undefined) return undefined;
  const { position } = checkpoint;
  const [parked, next] = await Promise.all([
    readParked(readStore, reaction.name),
    firstUnapplied(reaction, position, events),
  ]);
  const oldestMs = next === 'none' ? clock.nowMs() : next;
  const lagMs = oldestMs === undefined ? undefined : Math.max(0, clock.nowMs() - oldestMs);
  return { position, parked: parked.length, lagMs };
};
