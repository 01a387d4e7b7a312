import type pg from 'pg';

export const lockShowtimeRow = async (client: pg.PoolClient, showtimeId: string): Promise<void> => {
  await client.query({
    name: 'lock',
    text: 'select 1 from showtimes where id = $1 for update',
    values: [showtimeId],
  });
};
