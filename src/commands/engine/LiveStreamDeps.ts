import type { SteadyClock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { RefusesFromMemory } from './confirmRefusals.ts';
import type { LogTail } from './LogTail.ts';

export interface LiveStreamDeps {
  readonly events: EventStore;
  readonly tail: LogTail;
  readonly clock: SteadyClock;
  readonly ids: IdSource;
  /** Counts snapshots that could not be kept. */
  readonly snapshotFailures?: { inc(): void };
  readonly logger: {
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

export interface LiveStreamOptions<Rejection> {
  /**
   * Refusals that may rest on memory up to a quarter of a second old: frequent ones, where the caller would lose the
   * race anyway. For all others the log is read first.
   */
  readonly refusesFromMemory?: RefusesFromMemory<Rejection>;
}
