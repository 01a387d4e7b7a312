/** Events that may stand in any stream, whatever its decider: they concern the log itself, not the business. */
import { z } from 'zod';
import { defineEvent } from './eventDefinition.ts';
import { idSchema } from './ids.ts';

export const streamEvents = {
  LogCreated: defineEvent(
    'LogCreated',
    'The first event of every log; its id is the logId.',
    z.strictObject({ logId: idSchema }),
  ),
  RequestRemembered: defineEvent(
    'RequestRemembered',
    'A request with an idempotency key succeeded without changing anything; kept so that its repeat is answered alike.',
    z.strictObject({}),
  ),
} as const;
