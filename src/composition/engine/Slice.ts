import type { ApiInstance } from '../../api/http/ApiInstance.ts';
import type { Reaction } from '../../processes/engine/Reaction.ts';
import type { Job } from '../../processes/engine/runJob.ts';
import type { Projection } from '../../projections/engine/Projection.ts';
import type { ProjectionStatus } from '../../projections/engine/ProjectionStatus.ts';
import type { Parts, ServedParts } from './Parts.ts';

/** Fills an engine that is not Postgres from a read model or from the log. */
export interface EngineFeed {
  stop(): Promise<void>;
  /** How far it is, where that is known. */
  status?(): ProjectionStatus;
}

/** What one slice adds to the program. Each function names in its parameter the parts that it uses. */
export interface Slice {
  /** Its read models in Postgres. Role `projections`. */
  readonly projections?: readonly Projection[];
  /** Role `projections`. */
  readonly feeds?: (parts: Parts) => readonly EngineFeed[];
  /** Work that is due by time. Role `processes`. */
  readonly jobs?: (parts: Parts) => readonly Job[];
  /** Jobs that neither append to the log nor call anything outside: they also run with READ_ONLY. Role `processes`. */
  readonly upkeep?: (parts: Parts) => readonly Job[];
  /** What follows from events of the log. Role `processes`. */
  readonly reactions?: (parts: Parts) => readonly Reaction[];
  /** Role `api`. */
  readonly routes?: (app: ApiInstance, parts: ServedParts) => void;
  /** Registers its metrics. Role `api`. */
  readonly metrics?: (parts: ServedParts) => void;
}
