import pg from 'pg';

/** For one caller at a time; opened on demand, replaced after a failure. */
export interface AppendConnection {
  query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>>;
  close(): Promise<void>;
}

export const openAppendConnection = (
  config: pg.ClientConfig,
  setUp: (client: pg.Client) => Promise<void>,
): AppendConnection => {
  let current: Promise<pg.Client> | undefined;
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client(config);
    const forget = (): void => {
      if (current === opening) current = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    const opening = current;
    try {
      await client.connect();
      await setUp(client);
      return client;
    } catch (error) {
      discard(client);
      throw error;
    }
  };
  const discard = (client: pg.Client): void => {
    current = undefined;
    client.end().catch(() => undefined);
  };
  return {
    query: async <Row extends pg.QueryResultRow>(query: pg.QueryConfig) => {
      current ??= open();
      const client = await current;
      try {
        return await client.query<Row>(query);
      } catch (error) {
        discard(client);
        throw error;
      }
    },
    close: async () => {
      const client = await current?.catch(() => undefined);
      current = undefined;
      await client?.end().catch(() => undefined);
    },
  };
};
