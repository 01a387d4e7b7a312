import { z } from 'zod';
import type { AsOf } from '../../commands/engine/CommandRunner.ts';
import type { EventStore, Position } from '../../ports/EventStore.ts';
import { positionBefore, positionStart } from '../../ports/EventStore.ts';
import { invalidRequest } from './problems/Problem.ts';
import { instantQuery } from './schemas.ts';

export const positionQuery = z.string().regex(/^[0-9]{20}$/, 'a position: 20 digits');

export const asOfQuery = z
  .union(
    [
      positionQuery.transform((position): AsOf => ({ position })),
      instantQuery.transform((instant): AsOf => ({ instant })),
    ],
    { error: 'an instant, or a position of 20 digits' },
  )
  .describe('an instant, or a position of the log');

/** The instant at which the last event up to the position was recorded; undefined before the first. Throws EventStoreUnavailable. */
const instantOf = async (
  events: Pick<EventStore, 'readAll'>,
  position: Position,
): Promise<string | undefined> => {
  if (position === positionStart) return undefined;
  const { events: found } = await events.readAll(positionBefore(position, 1), { maxCount: 1 });
  return found[0]?.at;
};

export interface ReachedAsOf {
  readonly position: Position;
  /** Absent for the very start of the log. */
  readonly instant?: string;
}

/** Throws invalid-request for a position beyond the head of the log, EventStoreUnavailable. */
export const demandPast = async (
  events: Pick<EventStore, 'head'>,
  asOf: AsOf,
  path = 'asOf',
): Promise<Position> => {
  const head = await events.head();
  if (!('position' in asOf) || asOf.position <= head || asOf.position === positionStart) return head;
  throw invalidRequest({ path, message: 'beyond the head of the log', in: 'query' });
};

/** Throws as demandPast. */
export const resolveAsOf = async (
  events: Pick<EventStore, 'readAll' | 'head'>,
  asOf: AsOf,
  nowMs: number,
): Promise<ReachedAsOf> => {
  const head = await demandPast(events, asOf);
  if ('instant' in asOf) {
    const now = new Date(nowMs).toISOString();
    return { position: head, instant: asOf.instant < now ? asOf.instant : now };
  }
  const instant = await instantOf(events, asOf.position);
  return { position: asOf.position, ...(instant === undefined ? {} : { instant }) };
};
