/** The search contract on the Elasticsearch adapter, against a real server. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import {
  type ElasticsearchIndex,
  openElasticsearchIndex,
} from '../../../src/adapters/elasticsearch/elasticsearchIndex.ts';
import { openElasticsearchWriter } from '../../../src/adapters/elasticsearch/elasticsearchWriter.ts';
import type { SearchIndexWriter, SearchKind } from '../../../src/ports/SearchIndex.ts';
import { catalogQueries } from '../../../src/projections/catalog/catalogQueries.ts';
import { copyChanges } from '../../../src/projections/search/copySearch.ts';
import { searchQueries } from '../../../src/projections/search/searchQueries.ts';
import { searchIndexContract } from '../../contracts/searchIndexContract.ts';
import { openSearchFixture } from '../../projections/search/searchFixture.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import {
  elasticsearchIsHere,
  startTestElasticsearch,
  type TestElasticsearch,
} from '../../support/elasticsearch.ts';
import { silentLogger } from '../../support/postgres.ts';

describe.skipIf(!(await elasticsearchIsHere()))('with a server', () => {
  let server: TestElasticsearch;
  let database: TestDatabase;
  let index: ElasticsearchIndex;
  let writer: SearchIndexWriter;
  const prefix = `marquee-${randomUUID().slice(0, 8)}`;
  beforeAll(async () => {
    server = await startTestElasticsearch();
    database = await createTestDatabase();
    index = openElasticsearchIndex({ url: server.url, prefix });
    writer = openElasticsearchWriter({ url: server.url, prefix });
  }, 180_000);
  afterAll(async () => {
    await Promise.all([index.close(), writer.close(), database.close()]);
    await server.stop();
  });

  searchIndexContract('elasticsearch', async () => {
    const readStore = database.openReadStore();
    const { events, project } = openSearchFixture(readStore);
    const reached = new Map<SearchKind, string>();
    const settle = async (): Promise<void> => {
      await project();
      const state = await writer.prepare(events.logId);
      await copyChanges({ readStore, writer, logger: silentLogger }, reached);
      if (state === 'building') await writer.publish();
      await fetch(`${server.url}/${prefix}-*/_refresh`, { method: 'POST' });
    };
    const search = searchQueries({ index, readStore, catalog: catalogQueries(readStore) });
    return { events, search, settle };
  });
});
