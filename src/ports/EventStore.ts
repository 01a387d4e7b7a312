/**
 * The event log: the one source of truth. Streams are appended to with optimistic revisions; the whole log is
 * read in one global order. Adapters: Postgres, EventStoreDB, memory; one contract suite runs over all three.
 */

/** A place in the global log: 20 decimal digits that sort as text. Opaque to everybody but its own adapter. */
export type Position = string;

/** Before the first event. */
export const positionStart: Position = '0'.repeat(20);

export const positionOf = (value: bigint): Position => value.toString().padStart(20, '0');

/** The position so many places before; for logs whose appends stand at consecutive positions. */
export const positionBefore = (position: Position, places: number): Position =>
  positionOf(BigInt(position) - BigInt(places));

export interface Actor {
  readonly role: 'system' | 'guest' | 'customer' | 'staff' | 'admin' | 'analyst' | 'gate';
  /** An HMAC of the token's issuer and subject; in older events the subject. Absent for guests and the system. */
  readonly id?: string;
}

export interface EventMetadata {
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: Actor;
  /** HMACs of the idempotency scope and key, and of the canonical body: enough to recognise, not to replay. */
  readonly idempotency?: { readonly key: string; readonly body: string };
}

export interface NewEvent {
  /** UUID. An identical resend carries the same ids. */
  readonly id: string;
  readonly type: string;
  /** Version of the event type's shape, from 1. */
  readonly version: number;
  /** Decision time, ISO 8601 UTC with milliseconds. */
  readonly at: string;
  /** A JSON object. */
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

export interface RecordedEvent extends NewEvent {
  readonly position: Position;
  readonly stream: string;
  /** Place in its stream, from 0, without gaps. */
  readonly revision: number;
}

/** The revision the decision was made on; `no-stream` when none existed; `any` gives up the fence. */
export type ExpectedRevision = number | 'no-stream' | 'any';

export interface StreamAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** At least one, at most {@link eventStoreLimits.appendEventsMax}. */
  readonly events: readonly NewEvent[];
}

export type AppendResult =
  /** Durable. `revision` and `position` are those of the last event of the append. */
  | { readonly outcome: 'appended'; readonly revision: number; readonly position: Position }
  /**
   * Somebody else appended first and nothing was written. `missed` is what the caller had not seen, in order:
   * the events after `expected` (all of the stream for `no-stream`), at most `conflictEventsMax` of them;
   * `actual` is the stream's last revision, -1 when it does not exist.
   */
  | { readonly outcome: 'conflict'; readonly actual: number; readonly missed: readonly RecordedEvent[] };

/** Every condition that is given must hold. Values inside one list are alternatives. */
export interface EventFilter {
  /** What stands before the first `-` of the stream's name. */
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
  readonly streams?: readonly string[];
}

export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /** Where to go on: the position up to which the filter has been applied, never before the last event. */
  readonly next: Position;
  /** True when the page reached what was the end of the log while reading. */
  readonly atEnd: boolean;
}

export interface Subscription {
  /** Resolves when no handler of it runs any more and its connections are closed. */
  close(): Promise<void>;
}

export interface SubscriptionHandlers {
  /**
   * Events in global order, without gap or double, at most `subscriptionBatchMax` at once; the next batch
   * waits for the promise. `next` is where the log has been read up to (a filter may have passed over more
   * than the last event). A rejection stops the subscription and reaches `onFailed`.
   */
  onEvents(events: readonly RecordedEvent[], next: Position): Promise<void> | void;
  /** Called once, when everything that existed at the time of subscribing has been handed over. */
  onCaughtUp?(): void;
  /** Only for a handler's rejection. Lost connections are mended inside, by resuming from the last position. */
  onFailed?(error: unknown): void;
}

export const eventStoreLimits = {
  appendEventsMax: 5_000,
  /** Of one append, over the UTF-8 JSON of data and metadata of all its events; below EventStoreDB's 1 MiB. */
  appendBytesMax: 1_000_000,
  streamNameBytesMax: 256,
  readEventsMax: 10_000,
  conflictEventsMax: 10_000,
  subscriptionBatchMax: 1_000,
} as const;

/** The engine is away or did not answer in time, and resending did not help: the caller may try later. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
}

/**
 * The append can never be stored as it is: too many bytes or events, none, a bad stream name, an empty type,
 * text that is not valid Unicode or holds NUL. Nothing was written.
 */
export class AppendRefused extends Error {
  override readonly name = 'AppendRefused';
}

export interface EventStore {
  /** UUID of this log: the id of its first event. Fixed for the log's life. */
  readonly logId: string;

  /** Whether the events of one append always stand at consecutive positions, so that the last one tells all. */
  readonly consecutivePositions: boolean;

  /**
   * Appends all events or none. An identical resend (same ids, order, expectation) of an append that was stored
   * answers as the first did, also when later events follow it. Throws {@link EventStoreUnavailable} or
   * {@link AppendRefused}. After EventStoreUnavailable the outcome is unknown.
   */
  append(append: StreamAppend): Promise<AppendResult>;

  /**
   * Events of one stream in revision order from `fromRevision` (default 0), at most `maxCount`; backwards starts
   * at `fromRevision` or at the end. Empty when the stream does not exist. Throws EventStoreUnavailable.
   */
  readStream(
    stream: string,
    options?: { readonly fromRevision?: number; readonly maxCount?: number; readonly backwards?: boolean },
  ): Promise<readonly RecordedEvent[]>;

  /** One page of the global log after a position (exclusive). Throws EventStoreUnavailable. */
  readAll(
    after: Position,
    options: { readonly maxCount: number; readonly filter?: EventFilter },
  ): Promise<LogPage>;

  /** Position of the log's last event. Throws EventStoreUnavailable. */
  head(): Promise<Position>;

  /** Follows the log from after a position, catching up first. Survives any loss of connection. */
  subscribe(
    after: Position,
    handlers: SubscriptionHandlers,
    options?: { readonly filter?: EventFilter },
  ): Subscription;

  close(): Promise<void>;
}
