/** Fills emmett's own tables by COPY with what its append would have written, as one transaction. */
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EventCopy } from '../scale/copyEvents.ts';

const chunkChars = 1 << 20;
const copySql = `
  COPY emt_messages (stream_id, stream_position, transaction_id, message_schema_version, message_id, message_type,
    message_data, message_metadata) FROM STDIN`;

/** Positions in a stream begin at 1. */
const streamsSql = `
  INSERT INTO emt_streams (stream_id, stream_position, stream_type, stream_metadata)
  SELECT stream_id, max(stream_position), split_part(stream_id, '-', 1), '{}' FROM emt_messages GROUP BY stream_id`;

/** 0.42.0 has none of them, so that each batch reads the whole table; its repository has since. */
const indexesSql = `
  CREATE INDEX ON emt_messages (global_position);
  CREATE INDEX ON emt_messages (transaction_id, global_position)`;

/** In the text format of COPY a backslash escapes; JSON has no raw tabs or line feeds. */
const escaped = (text: string): string => (text.includes('\\') ? text.replaceAll('\\', '\\\\') : text);

export const openCopyToEmmett = async (connectionString: string): Promise<EventCopy> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("SET maintenance_work_mem = '1GB'; SET synchronous_commit = off; BEGIN");
  const { rows } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
  const transactionId = rows[0]?.id;
  const stream = client.query(copyFrom(copySql));
  let count = 0;
  let lines: string[] = [];
  let chars = 0;
  let full = false;

  const flush = (): void => {
    full = !stream.write(lines.join(''));
    lines = [];
    chars = 0;
  };

  return {
    write: ({ stream: name, revision, id, type, data, metadata }) => {
      count += 1;
      const place = `${name}\t${revision + 1}\t${transactionId}\t1`;
      const line = `${place}\t${id}\t${type}\t${escaped(data)}\t${escaped(metadata)}\n`;
      lines.push(line);
      chars += line.length;
      if (chars >= chunkChars) flush();
    },
    drained: async () => {
      flush();
      if (full) await once(stream, 'drain');
    },
    finish: async () => {
      flush();
      stream.end();
      await finished(stream);
      await client.query(streamsSql);
      await client.query(indexesSql);
      await client.query('COMMIT');
      await client.query('VACUUM ANALYZE emt_messages, emt_streams');
      await client.end();
      return count;
    },
  };
};
