export interface IdSource {
  /** A version 7 UUID: ordered by time, so that inserts into an index stay together. */
  next(): string;
}
