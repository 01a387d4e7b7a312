import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDuckdb } from '../../adapters/duckdb/openDuckdb.ts';
import { linesOf } from '../replay/linesOf.ts';
import { parquetToLeavesSql, rowsToParquetSql } from './leaves.ts';

const memoryMegabytes = 64;

/** Turns rows of events into the files of an archive, and these into leaves. */
export interface ArchiveEngine {
  convert(rows: string, to: string): Promise<void>;
  /** Some at a time, in order. */
  leavesOf(file: string): AsyncGenerator<readonly string[], void>;
}

/** Throws DuckdbMissing. */
export const openEngine = async (stack: Pick<AsyncDisposableStack, 'defer'>): Promise<ArchiveEngine> => {
  const duckdb = await openDuckdb({ memoryMegabytes, threads: 1 });
  const work = await mkdtemp(path.join(os.tmpdir(), 'marquee-archive-'));
  stack.defer(async () => {
    duckdb.close();
    await rm(work, { recursive: true, force: true });
  });
  return {
    convert: (rows, to) => duckdb.run(rowsToParquetSql(rows, to)),
    leavesOf: async function* (file) {
      // By way of a file: values that cross from the engine one by one take twice the time, and memory that is freed late.
      const text = path.join(work, randomUUID());
      try {
        await duckdb.run(parquetToLeavesSql(file, text));
        yield* linesOf(text);
      } finally {
        await rm(text, { force: true });
      }
    },
  };
};
