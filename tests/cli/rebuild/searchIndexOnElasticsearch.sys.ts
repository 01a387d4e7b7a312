/** The search index made anew on a real Elasticsearch: what should not be there goes, and the copier goes on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openElasticsearchWriter } from '../../../src/adapters/elasticsearch/elasticsearchWriter.ts';
import { prefixOf } from '../../../src/adapters/elasticsearch/indices.ts';
import { rebuildSearchIndex } from '../../../src/cli/rebuild/rebuildSearchIndex.ts';
import type { SearchIndexWriter } from '../../../src/ports/SearchIndex.ts';
import { type Copy, copyRound, prepareCopy } from '../../../src/projections/search/copyRound.ts';
import { searchDocuments } from '../../../src/projections/search/searchDocuments.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { openSearchFixture } from '../../projections/search/searchFixture.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import {
  elasticsearchIsHere,
  startTestElasticsearch,
  type TestElasticsearch,
} from '../../support/elasticsearch.ts';
import { silentLogger } from '../../support/postgres.ts';
import { uuid } from '../../support/showtimes.ts';

const movie = (n: number) => ({
  type: 'MovieRegistered',
  data: { movieId: uuid(n), title: `Film ${n}`, runtimeMinutes: 100, genres: ['Drama'] },
});

describe.runIf(await elasticsearchIsHere())('with a server', () => {
  let server: TestElasticsearch;
  let database: TestDatabase;
  const writers: SearchIndexWriter[] = [];
  beforeAll(async () => {
    server = await startTestElasticsearch();
    database = await createTestDatabase();
  }, 180_000);
  afterAll(async () => {
    await Promise.all([...writers.map((writer) => writer.close()), database.close()]);
    await server.stop();
  });

  const ask = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await fetch(`${server.url}/${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return Object(await answer.json());
  };

  it('takes the place of the old one', async () => {
    const readStore = database.openReadStore();
    const { events, project } = openSearchFixture(readStore);
    const { logId } = events;
    const alias = `${prefixOf(logId)}-v2-movies`;
    const open = (): SearchIndexWriter => {
      const writer = openElasticsearchWriter({ url: server.url, logId });
      writers.push(writer);
      return writer;
    };
    const movieIds = async (): Promise<readonly string[]> => {
      const { hits } = await ask(`${alias}/_search?size=100`);
      return (Object(hits).hits as { readonly _id: string }[]).map(({ _id }) => _id).sort();
    };
    const indices = async () => Object.keys(await ask(`_alias/${alias}`));
    const add = async (n: number): Promise<void> => {
      await appendEvents(events, `movie-${uuid(n)}`, movie(n));
      await project();
    };
    await add(1);
    await add(2);
    const parts = { readStore, writer: open(), logger: silentLogger };
    let copy: Copy = await prepareCopy(parts);
    const round = async (): Promise<void> => {
      copy = { ...copy, reached: await copyRound(parts, copy) };
    };
    expect(copy.reached).toBeUndefined();
    const [first] = await searchDocuments(readStore, 'movies', 0, { afterId: '', limit: 1 });
    if (first === undefined) throw new Error('no document');
    await parts.writer.write('movies', [{ ...first, id: uuid(9) }]);
    await round();
    expect(await movieIds()).toEqual([uuid(1), uuid(2), uuid(9)]);

    const [before] = await indices();
    await rebuildSearchIndex({ readStore, writer: open(), logger: silentLogger });
    expect(await movieIds()).toEqual([uuid(1), uuid(2)]);
    const after = await indices();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);

    await add(3);
    await round();
    expect(await movieIds()).toEqual([uuid(1), uuid(2), uuid(3)]);
    expect((await prepareCopy(parts)).reached).toEqual(copy.reached);
    await events.close();
  });
});
