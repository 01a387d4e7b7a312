/** The search index made anew on a real Elasticsearch: what should not be there goes, and the copier goes on. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openElasticsearchWriter } from '../../../src/adapters/elasticsearch/elasticsearchWriter.ts';
import { rebuildSearchIndex } from '../../../src/cli/rebuild/rebuildSearchIndex.ts';
import type { SearchIndexWriter, SearchKind } from '../../../src/ports/SearchIndex.ts';
import { copyChanges } from '../../../src/projections/search/copySearch.ts';
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

describe.skipIf(!(await elasticsearchIsHere()))('with a server', () => {
  let server: TestElasticsearch;
  let database: TestDatabase;
  const prefix = `marquee-${randomUUID().slice(0, 8)}`;
  const writers: SearchIndexWriter[] = [];
  const open = (): SearchIndexWriter => {
    const writer = openElasticsearchWriter({ url: server.url, prefix });
    writers.push(writer);
    return writer;
  };
  beforeAll(async () => {
    server = await startTestElasticsearch();
    database = await createTestDatabase();
  }, 180_000);
  afterAll(async () => {
    await Promise.all([...writers.map((writer) => writer.close()), database.close()]);
    await server.stop();
  });

  const ask = async (path: string, method = 'GET'): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await fetch(`${server.url}/${path}`, { method });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return Object(await answer.json());
  };
  const movieIds = async (): Promise<readonly string[]> => {
    await ask(`${prefix}-*/_refresh`, 'POST');
    const { hits } = await ask(`${prefix}-movies/_search?size=100`);
    return (Object(hits).hits as { readonly _id: string }[]).map(({ _id }) => _id).sort();
  };
  const indices = async () => Object.keys(await ask(`_alias/${prefix}-movies`));

  it('takes the place of the old one', async () => {
    const readStore = database.openReadStore();
    const { events, project } = openSearchFixture(readStore);
    const add = async (n: number): Promise<void> => {
      await appendEvents(events, `movie-${uuid(n)}`, movie(n));
      await project();
    };
    await add(1);
    await add(2);
    const copier = open();
    const reached = new Map<SearchKind, string>();
    const copy = () => copyChanges({ readStore, writer: copier, logger: silentLogger }, reached);
    expect(await copier.prepare(events.logId)).toBe('building');
    await copy();
    await copier.publish();
    const [first] = await searchDocuments(readStore, 'movies', '', 1);
    if (first === undefined) throw new Error('no document');
    await copier.write('movies', [{ ...first, id: uuid(9) }]);
    expect(await movieIds()).toEqual([uuid(1), uuid(2), uuid(9)]);

    const [before] = await indices();
    await rebuildSearchIndex({ readStore, writer: open(), logId: events.logId, logger: silentLogger });
    expect(await movieIds()).toEqual([uuid(1), uuid(2)]);
    const after = await indices();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);

    await add(3);
    await copy();
    expect(await movieIds()).toEqual([uuid(1), uuid(2), uuid(3)]);
    expect(await copier.prepare(events.logId)).toBe('published');
    await events.close();
  });
});
