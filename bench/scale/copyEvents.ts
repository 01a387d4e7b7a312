/** Fills an empty log by COPY, in its own tables: what the program would have appended one request at a time. */
import pg from 'pg';
import { escaped, openLineCopy } from './copyLines.ts';
import type { AuthoredEvent } from './LogAuthor.ts';

const copySql = `
  COPY event_log.events (position, stream, revision, id, type, version, at, data, metadata) FROM STDIN`;

export interface EventCopy {
  write(event: AuthoredEvent): void;
  /** Waits until the database has taken most of what was written. */
  drained(): Promise<void>;
  /** Builds the indexes again, moves the head, and says how many events there are. */
  finish(): Promise<number>;
}

/** Indexes of a table but for those of constraints, which are dropped with them and made again by these statements. */
const indexesSql = `
  SELECT format('ALTER TABLE event_log.events DROP CONSTRAINT %I', conname) AS dropped,
    format('ALTER TABLE event_log.events ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS made
  FROM pg_constraint WHERE conrelid = 'event_log.events'::regclass AND contype IN ('p', 'u')
  UNION ALL
  SELECT format('DROP INDEX event_log.%I', relname), pg_get_indexdef(indexrelid)
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
  WHERE indrelid = 'event_log.events'::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`;

export const openEventCopy = async (connectionString: string): Promise<EventCopy> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("SET maintenance_work_mem = '1GB'; SET synchronous_commit = off");
  const { rows: indexes } = await client.query<{ dropped: string; made: string }>(indexesSql);
  const { rows: heads } = await client.query<{ position: string }>('SELECT position FROM event_log.head');
  for (const { dropped } of indexes) await client.query(dropped);
  const copy = openLineCopy(client, copySql);
  let position = Number(heads[0]?.position ?? 0);

  return {
    write: ({ stream: name, revision, id, type, version, at, data, metadata }) => {
      position += 1;
      copy.write(
        `${position}\t${name}\t${revision}\t${id}\t${type}\t${version}\t${at}\t${escaped(data)}\t${metadata}\n`,
      );
    },
    drained: copy.drained,
    finish: async () => {
      await copy.finish();
      for (const { made } of indexes) await client.query(made);
      await client.query('UPDATE event_log.head SET position = $1', [position]);
      await client.query('VACUUM ANALYZE event_log.events');
      await client.end();
      return position;
    },
  };
};
