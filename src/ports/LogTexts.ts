import type { EventFilter, EventText, Position, RecordedEvent } from './EventStore.ts';

/** An event whose data and metadata are JSON, as the log keeps them. */
export interface RecordedText extends Omit<RecordedEvent, 'data' | 'metadata'>, EventText {}

export interface LogRange {
  /** Exclusive. */
  readonly after: Position;
  /** Inclusive. */
  readonly until: Position;
  readonly filter: EventFilter;
}

export interface TextsRead {
  readonly events: readonly RecordedText[];
  /** What has been read, filtered events included. */
  readonly reached: Position;
  /** The same events as the log gives them, a line each, in the order and form of its own; until the next are asked for. */
  readonly rows?: Uint8Array;
}

/** Reads long stretches of the log, several times faster than pages of an EventStore, which parses each event. */
export interface LogTexts {
  /** Whether what is read has `rows`. */
  readonly givesRows: boolean;
  /** In order. A lost connection is made again. Throws EventStoreUnavailable. */
  read(range: LogRange): AsyncGenerator<TextsRead, void>;
  close(): Promise<void>;
}
