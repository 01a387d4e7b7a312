/** Fills emmett's own tables by COPY with what its append would have written, as one transaction. */
import pg from 'pg';
import type { EventCopy } from '../scale/copyEvents.ts';
import { escaped, openLineCopy } from '../scale/copyLines.ts';

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

export const openCopyToEmmett = async (connectionString: string): Promise<EventCopy> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("SET maintenance_work_mem = '1GB'; SET synchronous_commit = off; BEGIN");
  const { rows } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
  const transactionId = rows[0]?.id;
  const copy = openLineCopy(client, copySql);
  let count = 0;

  return {
    write: ({ stream: name, revision, id, type, data, metadata }) => {
      count += 1;
      const place = `${name}\t${revision + 1}\t${transactionId}\t1`;
      copy.write(`${place}\t${id}\t${type}\t${escaped(data)}\t${escaped(metadata)}\n`);
    },
    drained: copy.drained,
    finish: async () => {
      await copy.finish();
      await client.query(streamsSql);
      await client.query(indexesSql);
      await client.query('COMMIT');
      await client.query('VACUUM ANALYZE emt_messages, emt_streams');
      await client.end();
      return count;
    },
  };
};
