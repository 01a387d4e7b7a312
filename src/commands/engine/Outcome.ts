/** How a command ends, for whoever asked: the API, a process manager, the importer. */
import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { Actor, Position, RecordedEvent } from '../../ports/EventStore.ts';

export interface CommandContext {
  readonly correlationId: string;
  /** Id of the event or request that caused this; the correlation id when nothing else did. */
  readonly causationId: string;
  readonly actor: Actor;
  /** HMACs made by `fingerprint()`; absent when the caller gave no key. */
  readonly idempotency?: {
    readonly key: string;
    readonly body: string;
    /** Of the same request under secrets that were current before: looked for, never written. */
    readonly earlier?: readonly { readonly key: string; readonly body: string }[];
  };
}

export type Outcome<State, Rejection extends AnyRejection, Event extends AnyEvent = AnyEvent> =
  | {
      readonly outcome: 'done';
      /** The state right after this command's own last event: what its answer is rendered from. */
      readonly state: State;
      /** Revision of `state`; -1 when the stream does not exist. */
      readonly revision: number;
      /** This command's own events; empty when there was nothing to do. */
      readonly events: readonly (RecordedEvent & Event)[];
      /** Of the last of `events`, else of the last event known here. */
      readonly position: Position;
      /** True when the answer is that of an earlier request with the same key. */
      readonly replayed: boolean;
    }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection }
  /** Same idempotency key, other body. */
  | { readonly outcome: 'key-reused' }
  /** Same idempotency key, still running. */
  | { readonly outcome: 'in-progress' }
  /** The queue is full, the retry budget is spent or the log is away. */
  | { readonly outcome: 'unavailable'; readonly why: string; readonly retryAfterMs: number };
