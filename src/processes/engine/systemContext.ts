import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { IdSource } from '../../ports/IdSource.ts';

/** The event that a command follows from, and the correlation of the request that the event belongs to. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
}

/** The context of a command that a process sends. Without a cause it starts a correlation of its own. */
export const systemContext = (ids: IdSource, cause?: Cause): CommandContext => {
  const actor = { role: 'system' } as const;
  if (cause !== undefined) return { correlationId: cause.correlationId, causationId: cause.id, actor };
  const correlationId = ids.next();
  return { correlationId, causationId: correlationId, actor };
};
