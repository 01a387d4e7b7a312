/** Every number that bounds a run, in one place. */
export interface RunLimits {
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly forMs: number;
}

/** The whole table. */
export const fullRun: RunLimits = { rounds: 3, warmUpMs: 3_000, forMs: 20_000 };
/** Under five minutes. */
export const quickRun: RunLimits = { rounds: 1, warmUpMs: 2_000, forMs: 5_000 };

export const benchLimits = {
  /** Requests in flight, for every subject alike. */
  connections: 64,
  hallSeats: 2_000,
  /** Sold out one after the other; together they must last for a round of the fastest subject. */
  hotShowtimes: 90,
  spreadShowtimes: 1_000,
  spreadSeats: 200,
  spreadHalls: 50,
  /** Requests in flight while halls and showtimes are made. */
  stageInFlight: 16,
  /** Connections that a peer keeps to its Postgres: the best of 8, 16 and 32 on two cores. */
  peerConnections: 16,
  eventsPerPage: 10_000,
  readTriesMax: 10,
  startMs: 120_000,
  stopMs: 30_000,
} as const;
