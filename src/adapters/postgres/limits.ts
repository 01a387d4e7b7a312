export interface PostgresEventStoreLimits {
  /** Appends decided by one call of the database function. */
  readonly joinedAppendsMax: number;
  /** Bytes of event JSON in one call; a single larger append goes alone. */
  readonly joinedBytesMax: number;
  /** Appends waiting for their turn; beyond that new ones are turned away at once. */
  readonly waitingAppendsMax: number;
  /** The same by bytes of their event JSON. */
  readonly waitingBytesMax: number;
  /** How long one append may take, resends after a lost connection included, before its outcome is unknown. */
  readonly appendMs: number;
  /** How long one call may stay without an answer before its connection is given up and it is sent again. */
  readonly attemptMs: number;
  /** How long a read is tried again while the server is away. */
  readonly readMs: number;
  readonly connectMs: number;
  /** Safety net under NOTIFY: how often the head is read without a notification. */
  readonly pollMs: number;
  /** At most one NOTIFY per process in this time: each takes a lock that all commits of the cluster share. */
  readonly notifyMs: number;
  readonly readConnectionsMax: number;
  /** Positions looked through by one query of a filtered read. */
  readonly scanPositionsMax: number;
  /** Such queries made for one page that stays empty. */
  readonly scansMax: number;
}

export const postgresEventStoreLimits: PostgresEventStoreLimits = {
  joinedAppendsMax: 512,
  joinedBytesMax: 4_000_000,
  waitingAppendsMax: 20_000,
  waitingBytesMax: 128_000_000,
  appendMs: 5_000,
  attemptMs: 2_500,
  readMs: 2_000,
  connectMs: 2_000,
  pollMs: 250,
  notifyMs: 10,
  readConnectionsMax: 4,
  scanPositionsMax: 100_000,
  scansMax: 10,
};
