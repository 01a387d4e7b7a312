/** Every number that bounds a run, in one place. Together they keep it near a minute and a half. */

export const benchLimits = {
  /** Requests in flight, for every HTTP row alike. */
  connections: 64,
  warmUpSeconds: 2,
  /** Rows take turns, so that a busy moment of the machine does not fall on one of them alone. */
  rounds: 3,
  roundSeconds: 3,
  /** Sold out one after the other: they must last for the whole hot row, as the seats of the spread row must. */
  hotShowtimes: 40,
  hotSeats: 2_000,
  spreadShowtimes: 1_000,
  spreadSeats: 100,
  spreadHalls: 50,
  /** Requests in flight while halls and showtimes are made. */
  stageInFlight: 16,
  storeSeconds: 3,
  storeInFlight: 64,
  /** Events of one append in the batched row of the event store, and how many such appends are in flight. */
  storeBatchEvents: 100,
  storeBatchesInFlight: 8,
  startMs: 120_000,
  stopMs: 30_000,
} as const;
