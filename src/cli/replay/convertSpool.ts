import type { Duckdb } from '../../adapters/duckdb/openDuckdb.ts';
import { quotedName, quotedText } from '../../adapters/duckdb/quoting.ts';
import type { Table } from './tables.ts';

export type TableFormat = 'csv' | 'parquet';

/** Above what the log takes in one append. */
const lineBytesMax = 2_000_000;

const writing: Readonly<Record<TableFormat, string>> = {
  parquet: "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES '16MB'",
  csv: "FORMAT csv, HEADER true, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%gZ'",
};

const isNested = (type: string): boolean => /\[\]$|^(?:STRUCT|MAP)\(|^JSON$/.test(type);

const columnSql = (format: TableFormat, { name, type, from }: Table['columns'][number]): string =>
  `${format === 'csv' && isNested(type) ? `to_json(${from})` : from} AS ${quotedName(name)}`;

/** Spooled lines, which are in the log's order, as one file of a table. Throws the engine's error for a line that does not fit. */
export const convertSpool = async (
  duckdb: Duckdb,
  { columns, spooled }: Table,
  from: string,
  to: string,
  format: TableFormat,
): Promise<number> => {
  const keys = Object.entries(spooled).map(([key, type]) => `${key}: ${quotedText(type)}`);
  const source = `read_json(${quotedText(from)}, format = 'newline_delimited', compression = 'uncompressed',
    maximum_object_size = ${lineBytesMax}, columns = {${keys.join(', ')}})`;
  const selected = columns.map((column) => columnSql(format, column)).join(', ');
  const [copied] = await duckdb.rows(
    `COPY (SELECT ${selected} FROM ${source}) TO ${quotedText(to)} (${writing[format]})`,
  );
  return Number(copied?.Count);
};
