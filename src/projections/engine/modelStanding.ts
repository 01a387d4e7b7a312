import type { Clock } from '../../ports/Clock.ts';
import type { EventStore, Position } from '../../ports/EventStore.ts';
import { ReadModelMissing, type ReadStore } from '../../ports/ReadStore.ts';
import { firstUnapplied } from './firstUnapplied.ts';
import { filterOf, type Projection, schemaOf } from './Projection.ts';
import { withDeadline } from './withDeadline.ts';

/** How long the log may take to say how late the model is; without an answer that is not known. */
const logWithinMs = 500;

export interface ModelStanding {
  readonly position: Position;
  readonly parked: number;
  /** Age of the oldest event that is not applied, or 0; absent when the log did not say. */
  readonly lagMs?: number;
}

export interface StandingParts {
  readonly readStore: Pick<ReadStore, 'checkpoint' | 'query'>;
  readonly events: Pick<EventStore, 'readAll'>;
  readonly clock: Clock;
}

/** Undefined when there is no such model. Throws ReadStoreUnavailable. */
export const modelStanding = async (
  projection: Projection,
  { readStore, events, clock }: StandingParts,
): Promise<ModelStanding | undefined> => {
  const schema = schemaOf(projection);
  const checkpoint = await readStore.checkpoint(schema);
  if (checkpoint === undefined) return undefined;
  const { position } = checkpoint;
  const asking = withDeadline(firstUnapplied(filterOf(projection), position, events), logWithinMs);
  try {
    const [row] = await readStore.query(`SELECT count(*)::integer AS parked FROM ${schema}.parked`);
    const first = await asking;
    const atMs = first === 'none' ? clock.nowMs() : first;
    const lag = atMs === undefined ? {} : { lagMs: Math.max(0, clock.nowMs() - atMs) };
    return { position, parked: Number(row?.parked ?? 0), ...lag };
  } catch (error) {
    if (error instanceof ReadModelMissing) return undefined;
    throw error;
  }
};
