import { quotedName, quotedText } from '../../adapters/duckdb/quoting.ts';
import type { Manifest } from './manifest.ts';
import { everyTable, type Table } from './tables.ts';

const emptyTable = ({ columns }: Table): string =>
  `SELECT ${columns.map(({ name, type }) => `NULL::${type} AS ${quotedName(name)}`).join(', ')} WHERE false`;

/** A view for each table of an export in Parquet; `folder` ends with a slash, or is empty for the current one. */
export const viewsSql = ({ parts }: Pick<Manifest, 'parts'>, folder: string): readonly string[] => {
  const there = new Set(parts.flatMap(({ files }) => files.map(({ path }) => path.split('/')[0])));
  return everyTable.map((table) => {
    const rows = there.has(table.name)
      ? `SELECT * FROM read_parquet(${quotedText(`${folder}${table.name}/*.parquet`)})`
      : emptyTable(table);
    return `CREATE OR REPLACE VIEW ${quotedName(table.name)} AS ${rows};`;
  });
};
