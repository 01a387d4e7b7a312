/**
 * Where read models keep their rows, and how far each has read the log. Projections own their tables and their
 * SQL; this port gives them transactions in which rows and checkpoint move together, and says who may write.
 */
import type { Position } from './EventStore.ts';

/** One read model. Everything it has lives in a database schema of its own, so it is dropped or moved as one. */
export interface ReadModel {
  /** Lower case letters, digits and underscores, with the version of its tables: `catalog_v1`. */
  readonly schema: string;
  /** Statements that make its tables, with unqualified names. Run once, when the model is made. */
  readonly tables: string;
}

/** How far a read model has applied the log, and which log that is. */
export interface Checkpoint {
  readonly position: Position;
  readonly logId: string;
}

export type SqlValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | readonly (string | null)[]
  | readonly number[];

export type SqlRow = Readonly<Record<string, unknown>>;

export interface ReadTransaction {
  /** Runs one parameterised statement (`$1`, `$2`, …). Unqualified names are those of the model's own schema. */
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
}

/** The right to be the one writer of a read model, until it is released or lost with its connection. */
export interface Leadership {
  /** Resolves once it is gone, whether released or lost. */
  readonly ended: Promise<void>;
  release(): Promise<void>;
}

/** The engine is away or did not answer in time: nothing is known of what was asked last; try later. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}

/** The model's schema or one of its tables is not there: it was never made, or somebody deleted it. */
export class ReadModelMissing extends Error {
  override readonly name = 'ReadModelMissing';
}

/** The statement itself is wrong for these tables (unknown column, bad syntax): our bug, not the data's. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';
}

export interface ReadStore {
  /**
   * Rows of one read-only statement, with names qualified by schema. Throws {@link ReadStoreUnavailable},
   * {@link ReadModelMissing} or {@link StatementRefused}.
   */
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;

  /** How far the model is; undefined when it does not exist. Throws ReadStoreUnavailable. */
  checkpoint(schema: string): Promise<Checkpoint | undefined>;

  /**
   * Makes the model's schema and tables with a checkpoint before the log's first event, unless they exist. Answers
   * with the checkpoint that stands, which may be of another log. Throws ReadStoreUnavailable.
   */
  create(model: ReadModel, logId: string): Promise<Checkpoint>;

  /** Deletes the model with everything in it. Nothing happens when it does not exist. */
  drop(schema: string): Promise<void>;

  /**
   * One transaction: moves the checkpoint from exactly `from` to `to` and runs `work` beside it. Answers `moved`,
   * with nothing changed, when the checkpoint stood elsewhere: somebody else writes this model. What `work` throws
   * is thrown, with nothing changed. Throws ReadStoreUnavailable (the outcome is then unknown: read the checkpoint),
   * ReadModelMissing, StatementRefused.
   */
  advance(
    schema: string,
    from: Checkpoint,
    to: Position,
    work: (transaction: ReadTransaction) => Promise<void>,
  ): Promise<'applied' | 'moved'>;

  /** Becomes the model's one writer, or answers undefined while somebody else is. Throws ReadStoreUnavailable. */
  lead(schema: string): Promise<Leadership | undefined>;

  close(): Promise<void>;
}
