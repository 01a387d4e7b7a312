import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface DuckdbOptions {
  readonly memoryMegabytes: number;
  readonly threads: number;
  /** For what does not fit in memory. */
  readonly spillFolder?: string;
}

export interface Duckdb {
  run(sql: string): Promise<void>;
  /** Dates, times and numbers too large for JSON are text. */
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): void;
}

export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** In memory; reads and writes only the files that statements name. */
export const openDuckdb = async (options: DuckdbOptions): Promise<Duckdb> => {
  const { memoryMegabytes, threads, spillFolder } = options;
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${memoryMegabytes}MB`,
    temp_directory: spillFolder ?? '',
    // Rows would be gathered in memory before they are written; a single thread keeps their order anyway.
    preserve_insertion_order: String(threads > 1),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection: DuckDBConnection = await instance.connect();
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};
