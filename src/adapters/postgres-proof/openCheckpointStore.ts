import type { Pool } from 'pg';
import { z } from 'zod';
import {
  type CheckpointStore,
  CheckpointStoreUnavailable,
  type SignedTree,
} from '../../ports/CheckpointStore.ts';

export interface CheckpointDatabase {
  ready(migrations: { readonly schema: string; readonly folder: URL }): Promise<Pool>;
}

const readSql = `
  select kind, size, root, note, signed_at_ms from proof_signatures.trees where log_id = $1`;

const firstSql = `
  insert into proof_signatures.trees (log_id, kind, size, root, note, signed_at_ms)
  values ($1, 'latest', $2, $3, $4, $5) on conflict do nothing`;

const nextSql = `
  update proof_signatures.trees set size = $2, root = $3, note = $4, signed_at_ms = $5
  where log_id = $1 and kind = 'latest' and size = $6 and root = $7`;

const cosignSql = `
  insert into proof_signatures.trees (log_id, kind, size, root, note, signed_at_ms)
  values ($1, 'cosigned', $2, $3, $4, $5)
  on conflict (log_id, kind) do update
    set size = excluded.size, root = excluded.root, note = excluded.note, signed_at_ms = excluded.signed_at_ms
  where trees.size <= excluded.size`;

const rowSchema = z.object({
  kind: z.enum(['latest', 'cosigned']),
  size: z.coerce.number(),
  root: z.instanceof(Buffer),
  note: z.string(),
  signed_at_ms: z.coerce.number(),
});

/** Rejects with MigrationRefused and the driver's errors. */
export const openCheckpointStore = async (
  database: CheckpointDatabase,
  logId: string,
): Promise<CheckpointStore> => {
  const folder = new URL('./migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'proof_signatures', folder });
  const query = async (sql: string, more: readonly unknown[] = []) => {
    try {
      return await pool.query<Record<string, unknown>>(sql, [logId, ...more]);
    } catch (cause) {
      throw new CheckpointStoreUnavailable('the signed trees cannot be asked', { cause });
    }
  };
  const valuesOf = ({ size, root, note, signedAtMs }: SignedTree) => [
    size,
    Buffer.from(root),
    note,
    signedAtMs,
  ];
  return {
    read: async () => {
      const rows = (await query(readSql)).rows.map((row) => rowSchema.parse(row));
      const treeOf = (wanted: 'latest' | 'cosigned'): SignedTree | undefined => {
        const row = rows.find(({ kind }) => kind === wanted);
        return row && { size: row.size, root: row.root, note: row.note, signedAtMs: row.signed_at_ms };
      };
      return { latest: treeOf('latest'), cosigned: treeOf('cosigned') };
    },
    sign: async (after, next) => {
      const { rowCount } =
        after === undefined
          ? await query(firstSql, valuesOf(next))
          : await query(nextSql, [...valuesOf(next), after.size, Buffer.from(after.root)]);
      return rowCount === 1 ? 'signed' : 'moved';
    },
    cosign: async (tree) => void (await query(cosignSql, valuesOf(tree))),
  };
};
