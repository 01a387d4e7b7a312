/** Fresh ids. Time-ordered, so that indexes stay local. */
export interface IdSource {
  /** A version 7 UUID. */
  next(): string;
}
