import type { ClientBase, Pool } from 'pg';
import { type Checkpoint, comparedKeysMax, type TableComparison } from '../../ports/ReadStore.ts';
import { holdStill } from './modelSchemas.ts';
import { checked, inTransaction, readCheckpoint, run, wholeTableMs } from './statements.ts';

interface Table {
  readonly name: string;
  readonly keyColumns: readonly string[];
  readonly schemas: readonly string[];
}

const tablesSql = `
  SELECT relname AS name, array_agg(DISTINCT relnamespace::regnamespace::text) AS schemas,
    min(ARRAY(
      SELECT quote_ident(attname) FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
      WHERE indrelid = pg_class.oid AND indisprimary ORDER BY array_position(indkey::int2[], attnum))::text)
      ::text[] AS key_columns
  FROM pg_class
  WHERE relnamespace IN (to_regnamespace($1)::oid, to_regnamespace($2)::oid) AND relkind = 'r'
    AND relname NOT IN ('checkpoint', 'changes')
  GROUP BY relname ORDER BY relname`;

const readTables = async (client: ClientBase, schema: string, copy: string): Promise<readonly Table[]> => {
  const rows = await run(client, tablesSql, [schema, copy]);
  return rows.map((row) => ({
    name: String(row.name),
    keyColumns: row.key_columns as readonly string[],
    schemas: row.schemas as readonly string[],
  }));
};

const rowsOf = ({ name, keyColumns, schemas }: Table, schema: string): string => {
  if (!schemas.includes(schema)) return "SELECT ''::text AS key, ''::text AS content WHERE false";
  // Differs between builds of equal models.
  const content = "md5((to_jsonb(t) - 'change')::text)";
  const key = keyColumns.length === 0 ? content : `json_build_array(${keyColumns.join(', ')})::text`;
  return `SELECT ${key} AS key, ${content} AS content FROM ${schema}."${name}" t`;
};

const compareTable = async (
  client: ClientBase,
  table: Table,
  schema: string,
  copy: string,
): Promise<TableComparison> => {
  const both = `(${rowsOf(table, schema)}) live FULL JOIN (${rowsOf(table, copy)}) made USING (key)`;
  const differs = 'live.content IS DISTINCT FROM made.content';
  const count = `SELECT count(made.key)::float8 AS rows, count(*) FILTER (WHERE ${differs})::float8 AS differing FROM ${both}`;
  const [counted] = await run(client, count, [], wholeTableMs);
  const differing = Number(counted?.differing ?? 0);
  const first = `SELECT key FROM ${both} WHERE ${differs} ORDER BY key LIMIT ${comparedKeysMax}`;
  const keys = differing === 0 ? [] : await run(client, first, [], wholeTableMs);
  return {
    table: table.name,
    rows: Number(counted?.rows ?? 0),
    differing,
    keys: keys.map(({ key }) => String(key)),
  };
};

const seeBoth = (
  pool: Pool,
  snapshot: ClientBase,
  schema: string,
  copy: string,
  align: (live: Checkpoint) => Promise<Checkpoint>,
): Promise<void> =>
  inTransaction(pool, '', async (client) => {
    const live = await holdStill(client, schema);
    await align(live);
    const made = await readCheckpoint(snapshot, copy);
    if (made?.position !== live.position) {
      throw new Error(`${copy} is at ${made?.position ?? 'no position'} and ${schema} at ${live.position}`);
    }
    return { commit: false, result: undefined };
  });

export const compareModels = (
  pool: Pool,
  schema: string,
  copy: string,
  align: (live: Checkpoint) => Promise<Checkpoint>,
): Promise<readonly TableComparison[]> =>
  // The snapshot is taken by the first statement, not by BEGIN.
  inTransaction(pool, 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY', async (snapshot) => {
    await seeBoth(pool, snapshot, checked(schema), checked(copy), align);
    const compared: TableComparison[] = [];
    for (const table of await readTables(snapshot, schema, copy)) {
      compared.push(await compareTable(snapshot, table, schema, copy));
    }
    return { commit: false, result: compared };
  });
