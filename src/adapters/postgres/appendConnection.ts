import pg from 'pg';

/** One connection for one caller at a time: opened when it is needed, replaced after any failure. */
export interface AppendConnection {
  query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>>;
  close(): Promise<void>;
}

/** @param setUp one script that every new connection runs first */
export const openAppendConnection = (config: pg.ClientConfig, setUp: string): AppendConnection => {
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
      await client.query(setUp);
      return client;
    } catch (error) {
      discard(client);
      throw error;
    }
  };
  const discard = (client: pg.Client): void => {
    current = undefined;
    // Its transaction ends with it; a connection that is lost already may refuse to be ended.
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
