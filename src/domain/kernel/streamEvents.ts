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

/** Shortcuts through long streams; each in a stream of its own, `snapshot-<stream>`. */
export const snapshotEvents = {
  SnapshotTaken: defineEvent(
    'SnapshotTaken',
    'The fold of a long stream at a revision. Only a shortcut: any of them may be lost.',
    z.strictObject({
      /** The fold that made it, and so the only one that may read it. */
      madeBy: z.string().min(1),
      stream: z.string().min(1),
      revision: z.int().min(0),
      position: z.string(),
      lastAtMs: z.int(),
      state: z.json(),
      remembered: z.json(),
    }),
  ),
} as const;
