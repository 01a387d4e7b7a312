/** The wall clock. It may be set, forwards or back. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}

/** A clock that also measures durations, for limits that must hold whatever happens to the wall clock. */
export interface SteadyClock extends Clock {
  /** Milliseconds since some fixed instant of this process; never goes back. */
  steadyMs(): number;
}
