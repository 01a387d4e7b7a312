/** The wall clock; it may be set forwards or back. */
export interface Clock {
  /** Since the Unix epoch. */
  nowMs(): number;
}

/** Also measures durations, which a change of the wall clock does not affect. */
export interface SteadyClock extends Clock {
  /** Since a fixed instant of this process; never decreases. */
  steadyMs(): number;
}
