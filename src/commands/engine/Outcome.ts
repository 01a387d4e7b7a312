import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { Actor, Position, RecordedEvent } from '../../ports/EventStore.ts';

export interface CommandContext {
  readonly correlationId: string;
  /** Id of the event or request that caused the command. */
  readonly causationId: string;
  readonly actor: Actor;
  /** HMACs made by `fingerprint()`; absent when the caller gave no key. */
  readonly idempotency?: {
    readonly key: string;
    readonly body: string;
    /** The same request under earlier secrets: looked up, never written. */
    readonly earlier?: readonly { readonly key: string; readonly body: string }[];
  };
}

export type Outcome<State, Rejection extends AnyRejection, Event extends AnyEvent = AnyEvent> =
  | {
      readonly outcome: 'done';
      /** The state right after the command's last event. */
      readonly state: State;
      /** Revision of `state`; -1 when the stream does not exist. */
      readonly revision: number;
      readonly events: readonly (RecordedEvent & Event)[];
      /** Of the last of `events` or a later one of the same append, else of the last event known here. */
      readonly position: Position;
      /** This is the answer to an earlier request with the same key. */
      readonly replayed: boolean;
    }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'in-progress' }
  | { readonly outcome: 'unavailable'; readonly why: string; readonly retryAfterMs: number };
