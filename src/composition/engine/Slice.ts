import type { ApiInstance } from '../../api/http/ApiInstance.ts';
import type { Reaction } from '../../processes/engine/Reaction.ts';
import type { Job } from '../../processes/engine/runJob.ts';
import type { LogReader } from '../../projections/engine/followLog.ts';
import type { Projection } from '../../projections/engine/Projection.ts';
import type { ProjectionStatus } from '../../projections/engine/ProjectionStatus.ts';
import type { Parts, ServedParts } from './Parts.ts';

/** Fills an engine other than Postgres from a read model or from the log. */
export interface EngineFeed {
  stop(): Promise<void>;
  status?(): ProjectionStatus;
}

export interface Slice {
  /** Role `projections`. */
  readonly projections?: readonly Projection[];
  readonly feeds?: (parts: Parts) => readonly EngineFeed[];
  /** Role `projections`. */
  readonly readers?: (parts: Parts) => readonly LogReader[];
  /** Work that is due by time. Role `processes`. */
  readonly jobs?: (parts: Parts) => readonly Job[];
  /** Jobs that also run with READ_ONLY: they neither append nor call anything outside. Role `processes`. */
  readonly upkeep?: (parts: Parts) => readonly Job[];
  /** Role `processes`. */
  readonly reactions?: (parts: Parts) => readonly Reaction[];
  /** Role `api`. */
  readonly routes?: (app: ApiInstance, parts: ServedParts) => void;
  readonly metrics?: (parts: ServedParts) => void;
}
