import { z } from 'zod';
import { defineEvent, type EventOf } from './eventDefinition.ts';
import { idSchema } from './ids.ts';
import type { StreamKind } from './streams.ts';

/** Events of the log, which may stand in any stream. */
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

export type StreamEvent = EventOf<(typeof streamEvents)[keyof typeof streamEvents]>;

export const isStreamEvent = (event: { readonly type: string }): event is StreamEvent =>
  Object.hasOwn(streamEvents, event.type);

/** The id is the name of the stream that was folded. */
export const snapshotStreams: StreamKind = { category: 'snapshot' };

export const snapshotEvents = {
  SnapshotTaken: defineEvent(
    'SnapshotTaken',
    'The fold of a long stream at a revision. Only a shortcut: any of them may be lost.',
    z.strictObject({
      madeBy: z.string().min(1),
      stream: z.string().min(1),
      revision: z.int().min(0),
      position: z.string(),
      lastAtMs: z.int(),
      state: z.unknown(),
      remembered: z.unknown(),
    }),
  ),
} as const;
