import type pg from 'pg';

/** Rolls back when `run` throws. */
export const inTransaction = async <Result>(
  pool: pg.Pool,
  begin: string,
  run: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};
