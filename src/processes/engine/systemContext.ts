/** Who acts when a process does. */
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { IdSource } from '../../ports/IdSource.ts';

export const systemContext = (ids: IdSource): CommandContext => {
  const correlationId = ids.next();
  return { correlationId, causationId: correlationId, actor: { role: 'system' } };
};
