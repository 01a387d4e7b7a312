import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';

/** The event that a command follows from, and the correlation of the request that the event belongs to. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
}

/** What follows from an event carries its request on: with its correlation and its actor, caused by the event. */
export const contextOf = ({ id, metadata }: Pick<RecordedEvent, 'id' | 'metadata'>): CommandContext => ({
  correlationId: metadata.correlationId,
  causationId: id,
  actor: metadata.actor,
});

/** The context of a command whose time has come. Without a cause it starts a correlation of its own. */
export const systemContext = (ids: IdSource, cause?: Cause): CommandContext => {
  const actor = { role: 'system' } as const;
  if (cause !== undefined) return { correlationId: cause.correlationId, causationId: cause.id, actor };
  const correlationId = ids.next();
  return { correlationId, causationId: correlationId, actor };
};
