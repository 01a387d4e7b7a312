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
  /** Which making of the model this is: one that was deleted and made again, or replaced, has another. */
  readonly build: string;
}

/** One table of two makings of a model, compared row for row. */
export interface TableComparison {
  readonly table: string;
  /** Rows that the copy has. */
  readonly rows: number;
  /** Rows that only one of the two has, or that are not the same in both. */
  readonly differing: number;
  /** The first few primary keys of those, as JSON. */
  readonly keys: readonly string[];
}
export const comparedKeysMax = 3;

export type SqlValue = string | number | boolean | null | readonly (string | number | null)[];

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

/** The model's schema or one of its tables is not there: it was never made, or it was deleted. */
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

  /**
   * Deletes the model with everything in it, also one that is not whole. Nothing happens when it does not exist, or
   * when it is whole and of another build than `build`.
   */
  drop(schema: string, build?: string): Promise<void>;

  /**
   * Compares a model with a copy of it at one and the same position: `align` is called while the live model is locked
   * against writers, brings the copy to exactly where that is and gives the copy's checkpoint. The live model goes on as
   * soon as both have been seen there. Answers every table but the checkpoint. Throws ReadModelMissing.
   */
  compare(
    schema: string,
    copy: string,
    align: (live: Checkpoint) => Promise<Checkpoint>,
  ): Promise<readonly TableComparison[]>;

  /**
   * Puts the copy in the model's place, in one transaction: no reader sees a part of it or is refused, and a
   * writer of the old model is answered `moved`. `align` is called while the live model (undefined: there is none) is
   * locked against writers, brings the copy at least to where that is and gives the copy's checkpoint. Answers `busy`, with nothing
   * changed, when readers did not let go of the old tables in a moment: try again. Throws ReadModelMissing.
   */
  replace(
    schema: string,
    copy: string,
    align: (live: Checkpoint | undefined) => Promise<Checkpoint>,
  ): Promise<'replaced' | 'busy'>;

  /**
   * One transaction: moves the checkpoint from exactly `from` to `to` and runs `work` beside it. Answers `moved`,
   * with nothing changed, when the checkpoint stood elsewhere or is of another build: another process writes this model,
   * or another stands in its place. What `work` throws is thrown, with nothing changed. Throws ReadStoreUnavailable
   * (the outcome is then unknown: read the checkpoint), ReadModelMissing, StatementRefused.
   */
  advance(
    schema: string,
    from: Checkpoint,
    to: Position,
    work: (transaction: ReadTransaction) => Promise<void>,
  ): Promise<'applied' | 'moved'>;

  /** Becomes the model's one writer, or answers undefined while another process is. Throws ReadStoreUnavailable. */
  lead(schema: string): Promise<Leadership | undefined>;

  close(): Promise<void>;
}
