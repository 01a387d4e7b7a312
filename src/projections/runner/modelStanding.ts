/**
 * How far each read model is, as its tables and the log say it: the same on every process, whether it runs the
 * projections or not. Which process works at them must not enter.
 */
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore, Position } from '../../ports/EventStore.ts';
import { ReadModelMissing, type ReadStore } from '../../ports/ReadStore.ts';
import { type Projection, schemaOf } from './Projection.ts';

/** Looked at for the oldest: events of one moment may stand a little out of order. */
const nextEventsMax = 5;

export interface ModelStanding {
  readonly position: Position;
  /** Streams that wait behind an event that could not be applied. */
  readonly parked: number;
  /** Age of the oldest event that is not applied, or 0; absent when the log did not say. */
  readonly lagMs?: number;
}

export interface StandingParts {
  readonly readStore: Pick<ReadStore, 'checkpoint' | 'query'>;
  readonly events: Pick<EventStore, 'readAll'>;
  readonly clock: Clock;
}

/**
 * Decision time (ms) of the first event after a position, as the clock of whoever decided it had it; undefined at the
 * log's end. Throws EventStoreUnavailable.
 */
const firstAtAfter = async (
  events: Pick<EventStore, 'readAll'>,
  position: Position,
): Promise<number | undefined> => {
  const next = await events.readAll(position, { maxCount: nextEventsMax });
  if (next.events.length === 0) return undefined;
  return Math.min(...next.events.map(({ at }) => Date.parse(at)));
};

/** Undefined when there is no such model. Throws ReadStoreUnavailable. */
export const modelStanding = async (
  projection: Pick<Projection, 'name' | 'version'>,
  { readStore, events, clock }: StandingParts,
): Promise<ModelStanding | undefined> => {
  const schema = schemaOf(projection);
  const checkpoint = await readStore.checkpoint(schema);
  if (checkpoint === undefined) return undefined;
  const { position } = checkpoint;
  const lag = firstAtAfter(events, position).then(
    (atMs) => ({ lagMs: atMs === undefined ? 0 : Math.max(0, clock.nowMs() - atMs) }),
    () => ({}),
  );
  try {
    const [row] = await readStore.query(`SELECT count(*)::integer AS parked FROM ${schema}.parked`);
    return { position, parked: Number(row?.parked ?? 0), ...(await lag) };
  } catch (error) {
    if (error instanceof ReadModelMissing) return undefined;
    throw error;
  }
};
