/** The wall clock, as a port so that tests own time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}
