/** A position in the global log: 20 decimal digits that sort as text. Only the log's own adapter may interpret it. */
export type Position = string;

export const positionStart: Position = '0'.repeat(20);

export const positionOf = (value: bigint): Position => value.toString().padStart(20, '0');

const lowDigits = 9;

export const laterPosition = (one: Position, other: Position): Position => (one > other ? one : other);

export const positionBefore = (position: Position, places: number): Position => {
  // Most differences are within the last digits, which costs a fifth of the numbers that hold all of them.
  const low = Number(position.slice(-lowDigits)) - places;
  return low >= 0 && low < 10 ** lowDigits
    ? position.slice(0, -lowDigits) + String(low).padStart(lowDigits, '0')
    : positionOf(BigInt(position) - BigInt(places));
};

export interface Actor {
  readonly role: 'system' | 'guest' | 'customer' | 'staff' | 'catalog' | 'admin' | 'analyst' | 'gate';
  /** HMAC of the token's issuer and subject; in older events the subject. Absent for guests and the system. */
  readonly id?: string;
}

export interface EventMetadata {
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: Actor;
  /** HMACs of the idempotency scope and key, and of the canonical body. */
  readonly idempotency?: { readonly key: string; readonly body: string };
}

export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** Time of the decision, ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

export interface RecordedEvent extends NewEvent {
  readonly position: Position;
  readonly stream: string;
  /** In its stream, from 0, without gaps. */
  readonly revision: number;
}

/** An event's data and metadata as JSON. */
export interface EventText {
  readonly data: string;
  readonly metadata: string;
}

/** The stream's revision that the decision was made on; `any` appends without a check. */
export type ExpectedRevision = number | 'no-stream' | 'any';

export interface StreamAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /**
   * Of the events, in order, when the caller has made it: it is not made again. The caller does not change such events any more,
   * and subscribers may be given these very objects.
   */
  readonly texts?: readonly EventText[];
}

export type AppendResult =
  /** Durable. `revision` and `position` are those of the last event of the append. */
  | { readonly outcome: 'appended'; readonly revision: number; readonly position: Position }
  /**
   * Nothing was written. `missed`: all events after `expected` (from the first for `no-stream`) up to `actual`, at most
   * `conflictEventsMax`. `actual`: the stream's last revision, -1 when it does not exist.
   */
  | { readonly outcome: 'conflict'; readonly actual: number; readonly missed: readonly RecordedEvent[] };

/** Conditions are joined by AND, the values of one list by OR. */
export interface EventFilter {
  /** The part of the stream's name before the first `-`. */
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
  readonly streams?: readonly string[];
  readonly ids?: readonly string[];
  readonly correlationIds?: readonly string[];
  readonly causationIds?: readonly string[];
  /** Decided at or after this instant, as `at` is written. */
  readonly from?: string;
  /** Decided before this instant. */
  readonly before?: string;
}

export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /** The position up to which the filter has been applied. */
  readonly next: Position;
  readonly atEnd: boolean;
}

export interface Subscription {
  /** Resolves when no handler runs and the connections are closed. */
  close(): Promise<void>;
  /** The subscriber has the events up to `position` from elsewhere. They may still be handed over. */
  has?(position: Position): void;
}

export interface SubscriptionHandlers {
  /**
   * Events in order, each once, at most `subscriptionBatchMax`; the next batch waits for the promise. `next`: the
   * position that has been read, filtered events included. A rejection stops the subscription and calls `onFailed`.
   */
  onEvents(events: readonly RecordedEvent[], next: Position): Promise<void> | void;
  /** Called once, after everything that existed at the time of subscribing. */
  onCaughtUp?(): void;
  /** Only after a handler's rejection; lost connections are resumed. */
  onFailed?(error: unknown): void;
}

export const eventStoreLimits = {
  appendEventsMax: 5_000,
  /** UTF-8 JSON of data and metadata of all events of an append; below the 1 MiB of EventStoreDB. */
  appendBytesMax: 1_000_000,
  streamNameBytesMax: 256,
  readEventsMax: 10_000,
  conflictEventsMax: 10_000,
  subscriptionBatchMax: 1_000,
} as const;

/** No connection or no answer in time, also after resends. */
export class EventStoreUnavailable extends Error {
  override readonly name: string = 'EventStoreUnavailable';
}

/** Behind the address is now another log, none, or an older copy; the message names both. It is final. */
export class LogReplaced extends EventStoreUnavailable {
  override readonly name = 'LogReplaced';
}

/** Whether the log is away and may answer later; that another took its place is final. */
export const isLogAway = (error: unknown): error is EventStoreUnavailable =>
  error instanceof EventStoreUnavailable && !(error instanceof LogReplaced);

/** Too many bytes or events, none, a bad stream name, an empty type, invalid Unicode or NUL. Nothing was written. */
export class AppendRefused extends Error {
  override readonly name = 'AppendRefused';
}

export interface EventStore {
  /** UUID: the id of the first event. */
  readonly logId: string;

  /** Whether the events of one append have consecutive positions. */
  readonly consecutivePositions: boolean;

  /**
   * Whether a read holds all that was acknowledged before it was asked for. Not on a cluster of EventStoreDB, where a deposed
   * leader answers from its old log until it learns that another leads.
   */
  readonly readsAreCurrent: boolean;

  /**
   * All events or none. An identical resend (ids, order, expectation) of a stored append gets the first answer, also
   * when later events follow it. Throws {@link EventStoreUnavailable} (the outcome is unknown), {@link AppendRefused}.
   */
  append(append: StreamAppend): Promise<AppendResult>;

  /** From `fromRevision` (default 0, backwards the end). Empty without a stream. Throws EventStoreUnavailable. */
  readStream(
    stream: string,
    options?: { readonly fromRevision?: number; readonly maxCount?: number; readonly backwards?: boolean },
  ): Promise<readonly RecordedEvent[]>;

  /** `after` is exclusive. Throws EventStoreUnavailable. */
  readAll(
    after: Position,
    options: { readonly maxCount: number; readonly filter?: EventFilter },
  ): Promise<LogPage>;

  /** Position of the last event. Throws EventStoreUnavailable. */
  head(): Promise<Position>;

  /**
   * That the engine holds this log, with everything that this store appended or handed over, and up to `reaching`. The store
   * does so itself after each reconnection, before it reads or writes. Throws LogReplaced, EventStoreUnavailable.
   */
  verify(reaching?: Position): Promise<void>;

  /**
   * Position of the last event, no older than the call: what was acknowledged to any program before it is at or before that
   * position, and can be read here. Where reads are not current it takes an append, sent after the call and acknowledged.
   * Throws EventStoreUnavailable.
   */
  confirmHead(): Promise<Position>;

  /** Events after a position (exclusive), the stored ones first. Lost connections are resumed. */
  subscribe(
    after: Position,
    handlers: SubscriptionHandlers,
    options?: { readonly filter?: EventFilter },
  ): Subscription;

  close(): Promise<void>;
}
