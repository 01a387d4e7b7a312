import { Client } from 'pg';
import type { SqlRow, SqlValue } from '../../ports/ReadStore.ts';
import { sqlFailure } from './sqlFailure.ts';

/** All read models as they were at one moment, however long they are looked at. */
export interface ModelSnapshot {
  /** Throws as `ReadStore.query`. */
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  close(): Promise<void>;
}

const connectMs = 5_000;

/** Throws ReadStoreUnavailable. */
export const openModelSnapshot = async (url: string): Promise<ModelSnapshot> => {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    application_name: 'marquee audit',
  });
  client.on('error', () => undefined);
  const query = async (sql: string, params: readonly SqlValue[] = []): Promise<readonly SqlRow[]> => {
    try {
      return (await client.query<Record<string, unknown>>(sql, [...params])).rows;
    } catch (error) {
      throw sqlFailure(error);
    }
  };
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read, read only');
    // The snapshot is that of the first statement.
    await client.query('select 1');
  } catch (error) {
    await client.end().catch(() => undefined);
    throw sqlFailure(error);
  }
  return { query, close: () => client.end() };
};
