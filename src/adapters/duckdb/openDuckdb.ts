export class DuckdbMissing extends Error {
  override readonly name = 'DuckdbMissing';
}

export interface DuckdbOptions {
  readonly memoryMegabytes: number;
  readonly threads: number;
  /** Freed memory is returned to the system once it reaches this size. Lower values use less memory and more time. Default 48. */
  readonly giveBackMegabytes?: number;
  /** For what does not fit in memory. */
  readonly spillFolder?: string;
}

export interface Duckdb {
  run(sql: string): Promise<void>;
  /** Dates, times and numbers too large for JSON are text. */
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): void;
}

/** Loaded on demand: an installation without optional packages, such as the container image, has no engine. */
const loadEngine = async () => {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const what =
      'Parquet and CSV need DuckDB, which this installation left out: install with optional packages; replay writes ndjson without it';
    throw new DuckdbMissing(what, { cause: error });
  }
};

/** In memory; reads and writes only the files that statements name. Throws DuckdbMissing. */
export const openDuckdb = async (options: DuckdbOptions): Promise<Duckdb> => {
  const { memoryMegabytes, threads, giveBackMegabytes = 48, spillFolder } = options;
  const { DuckDBInstance } = await loadEngine();
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${memoryMegabytes}MB`,
    temp_directory: spillFolder ?? '',
    allocator_bulk_deallocation_flush_threshold: `${giveBackMegabytes}MB`,
    // Rows would be gathered in memory before they are written; a single thread keeps their order anyway.
    preserve_insertion_order: String(threads > 1),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};
