/** Events as rows, and rows as the leaves that the log's tree is made of. */
import { quotedName, quotedText } from '../../adapters/duckdb/quoting.ts';
import type { ShownText } from '../../api/log/shownText.ts';
import { wholeEvents } from '../replay/tables.ts';

/** JSON holds no control character, so no text has to be quoted. */
const separator = '\u001f';
/** Above what the log takes in one append. */
const rowBytesMax = 2_000_000;

export const rowOf = (event: ShownText): string => {
  const { position, stream, revision, id, type, version, at, correlationId, causationId, actor, data } =
    event;
  const envelope = [position, stream, revision, id, version, at, correlationId, causationId, actor.role];
  return `${[...envelope, actor.id ?? '', type, data ?? 'null'].join(separator)}\n`;
};

/** Rows in the log's order, as a file. */
export const rowsToParquetSql = (from: string, to: string): string => {
  const columns = wholeEvents.map(({ name, type }) => `${quotedName(name)}: ${quotedText(type)}`);
  return `COPY (SELECT * FROM read_csv(${quotedText(from)}, delim = ${quotedText(separator)}, quote = '', escape = '', comment = '',
    header = false, auto_detect = false, new_line = '\\n', max_line_size = ${rowBytesMax}, buffer_size = ${rowBytesMax},
    columns = {${columns.join(', ')}})) TO ${quotedText(to)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES '2MB')`;
};

/** A leaf from its row; docs/archives.md has it too. */
export const leafSql = `'{"position":"' || lpad(position::VARCHAR, 20, '0') || '","stream":' || to_json(stream)
  || ',"revision":' || revision || ',"id":"' || eventId || '","type":' || to_json(eventType) || ',"version":' || eventVersion
  || ',"at":"' || strftime(decidedAt, '%Y-%m-%dT%H:%M:%S.%gZ') || '","data":' || data
  || ',"metadata":{"correlationId":"' || correlationId || '","causationId":"' || causationId || '","actor":{"role":"' || actorRole
  || CASE WHEN actorId IS NULL THEN '"}}}' ELSE '","id":"' || actorId || '"}}}' END`;

/** The leaves of a file, a line each. */
export const parquetToLeavesSql = (from: string, to: string): string =>
  `COPY (SELECT ${leafSql} FROM read_parquet(${quotedText(from)}))
    TO ${quotedText(to)} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIM ${quotedText(separator)})`;
