import type pg from 'pg';
import { IdentityStoreUnavailable } from '../../ports/Revocations.ts';

export type IdentityQuery = (
  sql: string,
  params: readonly unknown[],
) => Promise<readonly Record<string, unknown>[]>;

export const identityQueries =
  (pool: pg.Pool): IdentityQuery =>
  async (sql, params) => {
    try {
      return (await pool.query<Record<string, unknown>>(sql, [...params])).rows;
    } catch (error) {
      throw new IdentityStoreUnavailable('Postgres did not answer about sign-ins', { cause: error });
    }
  };
