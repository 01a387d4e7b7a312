import type { Position } from './EventStore.ts';

/** A model is one database schema, so that it can be dropped or replaced as a whole. */
export interface ReadModel {
  /** Lower case letters, digits and underscores, with the version of the tables: `catalog_v1`. */
  readonly schema: string;
  readonly tables: string;
}

export interface Checkpoint {
  readonly position: Position;
  readonly logId: string;
  /** Changes when the model is created again or replaced. */
  readonly build: string;
}

export interface TableComparison {
  readonly table: string;
  readonly rows: number;
  /** Rows missing from one of the two, or different. */
  readonly differing: number;
  readonly keys: readonly string[];
}
export const comparedKeysMax = 3;

export type SqlValue = string | number | boolean | null | readonly (string | number | null)[];

export type SqlRow = Readonly<Record<string, unknown>>;

export interface ReadTransaction {
  /** One statement with parameters (`$1`). Unqualified names are those of the model's schema. */
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
}

export interface Leadership {
  /** Resolves when it is released, or lost with its connection. */
  readonly ended: Promise<void>;
  release(): Promise<void>;
}

/** No connection or no answer in time. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}

/** The schema or one of its tables does not exist. */
export class ReadModelMissing extends Error {
  override readonly name = 'ReadModelMissing';
}

/** The statement does not fit the tables: an unknown column, a syntax error. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';
}

/** Reads of one kind fail apart from all others, and those that many rows are read for run a few at a time. */
export type ReadKind = 'reports' | 'search' | 'facets' | 'showtime lists' | 'checkpoints' | 'other';

export interface ReadStore {
  /** Read-only, names qualified by schema. Throws {@link ReadStoreUnavailable}, ReadModelMissing, StatementRefused. */
  query(sql: string, params?: readonly SqlValue[], kind?: ReadKind): Promise<readonly SqlRow[]>;

  /** Undefined when the model does not exist. Throws ReadStoreUnavailable. */
  checkpoint(schema: string): Promise<Checkpoint | undefined>;

  /** Unless it exists. Returns the stored checkpoint, maybe of another log. Throws ReadStoreUnavailable. */
  create(model: ReadModel, logId: string): Promise<Checkpoint>;

  /** Runs statements that make indexes, once for the model's making. Throws ReadStoreUnavailable, ReadModelMissing. */
  index(schema: string, indexes: string): Promise<void>;

  /** Unless the model is complete and of another build than `build`. */
  drop(schema: string, build?: string): Promise<void>;

  /**
   * Without the checkpoint. `align` runs while the model is locked against writers; it brings the copy to exactly the
   * model's position and returns its checkpoint. Throws ReadModelMissing.
   */
  compare(
    schema: string,
    copy: string,
    align: (live: Checkpoint) => Promise<Checkpoint>,
  ): Promise<readonly TableComparison[]>;

  /**
   * In one transaction; writers of the old model then get `moved`. `align` runs while the model (undefined: there is
   * none) is locked against writers; it brings the copy at least to its position and returns the copy's checkpoint.
   * `busy`: readers held the old tables; nothing changed, try again. Throws ReadModelMissing.
   */
  replace(
    schema: string,
    copy: string,
    align: (live: Checkpoint | undefined) => Promise<Checkpoint>,
  ): Promise<'replaced' | 'busy'>;

  /**
   * Moves the checkpoint, and runs `work` in the same transaction. `moved`: the checkpoint was elsewhere or of another build.
   * Throws what `work` throws, ReadStoreUnavailable (the outcome is unknown), ReadModelMissing, StatementRefused.
   */
  advance(
    schema: string,
    from: Checkpoint,
    to: Position,
    work?: (transaction: ReadTransaction) => Promise<void>,
  ): Promise<'applied' | 'moved'>;

  /** Undefined while another process is the writer. Throws ReadStoreUnavailable. */
  lead(schema: string): Promise<Leadership | undefined>;

  close(): Promise<void>;
}
