/** The search contract on the Elasticsearch adapter, and what only a real server shows of it. */
import { afterAll, beforeAll, describe } from 'vitest';
import { openElasticsearchIndex } from '../../../src/adapters/elasticsearch/elasticsearchIndex.ts';
import { openElasticsearchWriter } from '../../../src/adapters/elasticsearch/elasticsearchWriter.ts';
import { prefixOf } from '../../../src/adapters/elasticsearch/indices.ts';
import { catalogQueries } from '../../../src/projections/catalog/catalogQueries.ts';
import { type Copy, copyRound, prepareCopy } from '../../../src/projections/search/copyRound.ts';
import { searchQueries } from '../../../src/projections/search/searchQueries.ts';
import { searchIndexContract } from '../../contracts/searchIndexContract.ts';
import { wideSearchContract } from '../../contracts/wideSearchContract.ts';
import { openSearchFixture } from '../../projections/search/searchFixture.ts';
import { createTestDatabase } from '../../projections/testReadStore.ts';
import {
  elasticsearchIsHere,
  startTestElasticsearch,
  type TestElasticsearch,
} from '../../support/elasticsearch.ts';
import { silentLogger } from '../../support/postgres.ts';
import { copyingOnServer } from './copying.ts';

describe.runIf(await elasticsearchIsHere())('with a server', () => {
  let server: TestElasticsearch;
  const closers: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await startTestElasticsearch();
  }, 180_000);
  afterAll(async () => {
    for (const close of closers) await close();
    await server.stop();
  });

  const open = async () => {
    const database = await createTestDatabase();
    closers.push(database.close);
    const readStore = database.openReadStore();
    const { events, project } = openSearchFixture(readStore);
    const { logId } = events;
    const index = openElasticsearchIndex({ url: server.url, logId });
    const writer = openElasticsearchWriter({ url: server.url, logId });
    const remove = async (): Promise<void> => {
      const owned = `${server.url}/_cat/indices/${prefixOf(logId)}-*?format=json&h=index`;
      for (const { index: name } of (await (await fetch(owned)).json()) as { index: string }[]) {
        await fetch(`${server.url}/${name}`, { method: 'DELETE' });
      }
    };
    closers.push(index.close, writer.close, remove);
    const parts = { readStore, writer, logger: silentLogger };
    let copy: Copy | undefined;
    const settle = async (): Promise<void> => {
      await project();
      copy ??= await prepareCopy(parts);
      copy = { ...copy, reached: await copyRound(parts, copy) };
    };
    const search = searchQueries({ index, readStore, catalog: catalogQueries(readStore) });
    return { url: server.url, database, events, index, search, settle };
  };

  searchIndexContract('elasticsearch', open);
  wideSearchContract('elasticsearch', open);
  copyingOnServer(open);
});
