/** What a real server shows of copying: whose indices are whose, what is removed, refused, sent again and made anew. */

import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openElasticsearchIndex } from '../../../src/adapters/elasticsearch/elasticsearchIndex.ts';
import { openElasticsearchWriter } from '../../../src/adapters/elasticsearch/elasticsearchWriter.ts';
import { prefixOf } from '../../../src/adapters/elasticsearch/indices.ts';
import { SearchUnavailable } from '../../../src/ports/SearchIndex.ts';
import { schemaOf } from '../../../src/projections/engine/Projection.ts';
import { copySearch } from '../../../src/projections/search/copySearch.ts';
import { searchProjection } from '../../../src/projections/search/searchProjection.ts';
import type { SearchTarget } from '../../contracts/searchIndexContract.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { movie, nowMs, show, theater } from '../../projections/catalog/catalogEvents.ts';
import type { TestDatabase } from '../../projections/testReadStore.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger } from '../../support/postgres.ts';
import { minutes, uuid } from '../../support/showtimes.ts';

export interface CopyTarget extends SearchTarget {
  readonly url: string;
  readonly database: TestDatabase;
}

const schema = schemaOf(searchProjection);
const everything = { limit: 100 };

/** One movie, on in one theater. */
const fill = async ({ events, settle }: CopyTarget, title: string): Promise<void> => {
  await appendEvents(events, ...movie(1, title));
  await appendEvents(events, ...theater(11, 'Le Rex'));
  await show(events, 31, nowMs + minutes(60), { movieId: uuid(1), theaterId: uuid(11) });
  await settle();
};

const titles = async ({ search }: SearchTarget): Promise<readonly string[]> =>
  (await search.movies({ nowMs, sort: 'title' }, everything)).items.map(({ title }) => title);

/** A row as no projection would write it, and the change that says so. */
const changeRow = async ({ database }: CopyTarget, statement: string): Promise<void> => {
  await database.sql(`UPDATE ${schema}.changes SET last = last + 1`);
  await database.sql(statement.replace('SET', `SET change = (SELECT last FROM ${schema}.changes),`));
};

/** A server in front of another, which answers some bulks itself. */
const openBusyServer = async (url: string, refusalsMax: number) => {
  let refusals = 0;
  const answerBulk = (body: string): string => {
    refusals += 1;
    const ids = [...body.matchAll(/"_id":"([^"]+)"/g)].map(([, id]) => id);
    const error = { type: 'es_rejected_execution_exception', reason: 'the queue is full' };
    const items = ids.map((_id) => ({ index: { _id, status: 429, error } }));
    return JSON.stringify({ took: 1, errors: true, items });
  };
  const server = createServer((incoming, outgoing) => {
    const handle = async (): Promise<void> => {
      const body = await buffer(incoming);
      if (incoming.url?.startsWith('/_bulk') && refusals < refusalsMax) {
        const type = incoming.headers.accept ?? 'application/json';
        outgoing.writeHead(200, { 'content-type': type, 'x-elastic-product': 'Elasticsearch' });
        outgoing.end(answerBulk(body.toString()));
        return;
      }
      const { method = 'GET', headers } = incoming;
      const passed = httpRequest(new URL(incoming.url ?? '/', url), { method, headers });
      passed.end(body);
      const [answer] = (await once(passed, 'response')) as [IncomingMessage];
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    };
    handle().catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${address.port}`, refusals: () => refusals, close };
};

export const copyingOnServer = (open: () => Promise<CopyTarget>): void => {
  const indicesAt = async ({ url }: CopyTarget): Promise<readonly string[]> => {
    const answer = await fetch(`${url}/_cat/indices?format=json&h=index`);
    return ((await answer.json()) as { index: string }[]).map(({ index }) => index);
  };
  const put = async ({ url }: CopyTarget, index: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/${index}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };

  describe('copying', () => {
    it('keeps the documents of two logs apart', async () => {
      const [one, other] = [await open(), await open()];
      await fill(one, 'Playtime');
      await fill(other, 'Mon oncle');
      const known = async ({ search }: SearchTarget, q: string) =>
        (await search.suggest(q, nowMs)).items.map(({ title }) => title);
      expect([await known(one, 'playtime'), await known(one, 'oncle')]).toEqual([['Playtime'], []]);
      expect([await known(other, 'playtime'), await known(other, 'oncle')]).toEqual([[], ['Mon oncle']]);
    });

    it('removes what it replaces: older mappings and crashed builds, but nothing of another log', async () => {
      const target = await open();
      const prefix = prefixOf(target.events.logId);
      const old = `${prefix}-v1-movies-0ld`;
      const crashed = `${prefix}-v2-movies-crashed`;
      const newer = `${prefix}-v3-movies-newer`;
      const foreign = `${prefixOf('another log')}-v1-movies-0ld`;
      await put(target, old, { aliases: { [`${prefix}-v1-movies`]: {} } });
      await put(target, crashed, { aliases: { [`${prefix}-v2-movies-crashed-being-filled`]: {} } });
      for (const index of [newer, foreign]) await put(target, index, {});
      await fill(target, 'Playtime');
      const left = await indicesAt(target);
      expect(left.filter((index) => index === old || index === crashed)).toEqual([]);
      expect(left).toEqual(expect.arrayContaining([newer, foreign]));
      expect(left.filter((index) => index.startsWith(`${prefix}-v2-`))).toHaveLength(4);
      expect(await titles(target)).toEqual(['Playtime']);
      await fetch(`${target.url}/${foreign}`, { method: 'DELETE' });
    });

    it('parks what the server cannot store, goes on with the rest, and remembers it', async () => {
      const target = await open();
      await fill(target, 'Playtime');
      // No such place on earth: the mapping refuses the theater, and each of its shows.
      await changeRow(target, `UPDATE ${schema}.theaters SET lat = 1000 WHERE sort_title = 'le rex'`);
      await appendEvents(target.events, ...movie(2, 'Trafic'));
      await target.settle();
      const found = await target.search.movies({ nowMs, bookable: false, sort: 'title' }, everything);
      expect(found.items.map(({ title }) => title)).toEqual(['Playtime', 'Trafic']);
      const { logId } = target.events;
      const [source] = await target.database.sql(`SELECT build, last FROM ${schema}.changes`);
      const after = openElasticsearchWriter({ url: target.url, logId });
      await after.prepare({ logId, build: String(source?.build) }, Number(source?.last));
      expect(after.refused()).toBe(2);
      await after.close();
      await changeRow(target, `UPDATE ${schema}.theaters SET lat = 48 WHERE sort_title = 'le rex'`);
      await target.settle();
      const healed = openElasticsearchWriter({ url: target.url, logId });
      await healed.prepare({ logId, build: String(source?.build) }, Number(source?.last) + 9);
      expect(healed.refused()).toBe(0);
      await healed.close();
    });

    it('says which documents strict mappings refuse, and never lets an older one win', async () => {
      const target = await open();
      const { logId } = target.events;
      const writer = openElasticsearchWriter({ url: target.url, logId });
      const index = openElasticsearchIndex({ url: target.url, logId });
      expect(await writer.prepare({ logId, build: 'none' }, 0)).toBeUndefined();
      expect(await writer.prepare({ logId, build: 'one' }, 0)).toBeUndefined();
      // The first attempt came to nothing, and left nothing.
      const begun = await indicesAt(target);
      expect(begun.filter((name) => name.startsWith(prefixOf(logId)))).toHaveLength(4);
      const document = (sortTitle: string, version: number, more: object = {}) => ({
        id: 'm',
        version,
        fields: {
          id: 'm',
          sortTitle,
          title: sortTitle,
          words: [sortTitle],
          titleWords: [sortTitle],
          ...more,
        },
      });
      const [refused] = await writer.write('movies', [document('strange', 1, { colour: 'blue' })]);
      expect(refused).toEqual({ id: 'm', reason: expect.stringContaining('colour') });
      expect(writer.refused()).toBe(1);
      await writer.write('movies', [document('new', 3)]);
      await writer.write('movies', [document('old', 2)]);
      expect(writer.refused()).toBe(0);
      await writer.commit({ change: 3, position: '00000000000000000007' });
      expect(await index.suggest(['new'], nowMs, 5)).toEqual([{ id: 'm', title: 'new' }]);
      expect(await index.suggest(['old'], nowMs, 5)).toEqual([]);
      expect(await index.position()).toBe('00000000000000000007');
      // Somebody puts an index in its place that was begun before: what it lacks must not be claimed.
      const rebuilder = openElasticsearchWriter({ url: target.url, logId });
      await rebuilder.prepare({ logId, build: 'one' }, 'nothing');
      await rebuilder.commit({ change: 2, position: '00000000000000000006' });
      const claim = { change: 4, position: '00000000000000000008' };
      await expect(writer.commit(claim)).rejects.toThrow(SearchUnavailable);
      expect(await index.position()).toBe('00000000000000000006');
      expect(await writer.prepare({ logId, build: 'one' }, 4)).toEqual({
        change: 2,
        position: '00000000000000000006',
      });
      await writer.commit(claim);
      expect(await index.position()).toBe('00000000000000000008');
      await rebuilder.close();
      await Promise.all([writer.close(), index.close()]);
    });

    it('sends again what the server has no time for, and gives up in the end', async () => {
      const target = await open();
      const { logId } = target.events;
      const busy = await openBusyServer(target.url, 3);
      const writer = openElasticsearchWriter({ url: busy.url, logId });
      const fields = { id: 'm', sortTitle: 'm', title: 'm', words: ['m'], titleWords: ['m'] };
      await writer.prepare({ logId, build: 'one' }, 0);
      expect(await writer.write('movies', [{ id: 'm', version: 1, fields }])).toEqual([]);
      expect(busy.refusals()).toBe(3);
      await writer.commit({ change: 1, position: '00000000000000000001' });
      expect(await writer.counts()).toEqual({ movies: 1, theaters: 0, showtimes: 0 });
      await Promise.all([writer.close(), busy.close()]);
      const never = await openBusyServer(target.url, 1_000);
      const patient = openElasticsearchWriter({ url: never.url, logId });
      await patient.prepare({ logId, build: 'one' }, 1);
      await expect(patient.write('movies', [{ id: 'm', version: 2, fields }])).rejects.toThrow(
        SearchUnavailable,
      );
      expect(never.refusals()).toBeLessThan(10);
      await Promise.all([patient.close(), never.close()]);
    });

    it('makes the index anew when it is deleted, lacks documents, or the model was made anew', async () => {
      const target = await open();
      await fill(target, 'Playtime');
      const { logId } = target.events;
      const writer = openElasticsearchWriter({ url: target.url, logId });
      const index = openElasticsearchIndex({ url: target.url, logId });
      const readStore = target.database.openReadStore();
      const copier = copySearch({ readStore, writer, index, countEveryMs: 100, logger: silentLogger });
      const healed = () =>
        eventually(async () => {
          expect(await titles(target)).toEqual(['Playtime']);
          expect(copier.status()).toEqual({
            ...{ name: 'search_copy', state: 'live', lagMs: 0, parked: 0 },
            position: expect.any(String),
          });
        }, 20_000);
      await healed();
      const prefix = prefixOf(logId);
      const published = async () =>
        (await indicesAt(target)).filter((name) => name.startsWith(prefix)).toSorted();
      const first = await published();

      // Somebody else's hand took a document out.
      await fetch(`${target.url}/${prefix}-v2-showtimes/_doc/${uuid(31)}?refresh=true`, { method: 'DELETE' });
      await eventually(async () => expect(await published()).not.toEqual(first), 10_000);
      await healed();

      for (const name of await published()) await fetch(`${target.url}/${name}`, { method: 'DELETE' });
      await healed();

      const before = await published();
      await target.database.sql(`UPDATE ${schema}.changes SET build = 'restored'`);
      await eventually(async () => {
        const now = await published();
        expect(now).toHaveLength(4);
        expect(now.filter((name) => before.includes(name))).toEqual([]);
      }, 10_000);
      await healed();
      await copier.stop();
      expect(copier.status().state).toBe('stopped');
      await Promise.all([writer.close(), index.close()]);
    });
  });
};
