import { oldLogMaxMs } from '../logIdentity.ts';

export interface PostgresEventStoreLimits {
  readonly joinedAppendsMax: number;
  /** Per call; a single larger append is sent alone. */
  readonly joinedBytesMax: number;
  /** Queued; above this new appends are refused. */
  readonly waitingAppendsMax: number;
  readonly waitingBytesMax: number;
  /** Per append with its resends; then its outcome is unknown. */
  readonly appendMs: number;
  /** Per call; then its connection is closed and the call is sent again. */
  readonly attemptMs: number;
  readonly readMs: number;
  readonly connectMs: number;
  /** For lost notifications. */
  readonly pollMs: number;
  /** Between two NOTIFY of a process: each takes a lock that all commits of the cluster share. */
  readonly notifyMs: number;
  readonly readConnectionsMax: number;
  /** Streams read by one statement. */
  readonly joinedReadsMax: number;
  /** Per query of a filtered read: the first, and those after it. */
  readonly scanPositionsMax: number;
  readonly wideScanPositionsMax: number;
  /** How many times as many positions the next scan covers when one found less than 1/`rareShare` of a page. */
  readonly widerScan: number;
  readonly rareShare: number;
  readonly scansMax: number;
  /** How long a log that is behind may be that of a standby before its promotion. */
  readonly oldLogMaxMs: number;
  /** How long a filtered read that has found events goes on to fill its page. */
  readonly gatherMs: number;
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
  joinedReadsMax: 32,
  scanPositionsMax: 10_000,
  wideScanPositionsMax: 1_000_000,
  widerScan: 4,
  rareShare: 20,
  scansMax: 10,
  oldLogMaxMs,
  gatherMs: 20,
};
