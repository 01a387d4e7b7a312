/**
 * The whole program searches on Elasticsearch: the same answers as on Postgres, also while the engine, or the process
 * that fills it, is killed, paused, emptied and comes back. Selling never notices.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type OwnElasticsearch,
  ownElasticsearchIsHere,
  startOwnElasticsearch,
} from '../support/elasticsearch.ts';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { type Answer, call, expectStatus, list, text } from './support/api.ts';
import { type Cinema, movie, openCinema } from './support/cinema.ts';
import { type SearchLoad, searchThrough } from './support/searchLoad.ts';
import { pagedQuestions, searchQuestions } from './support/searchQuestions.ts';

const readyWithinMs = 180_000;
const backWithinMs = 90_000;
const testMs = 300_000;
const pagesMax = 60;
/** What one search may take while the engine hangs: its budget, and a busy machine's share. */
const slowestMs = 5_000;

const engineOf = ({ headers }: Answer): string | null => headers.get('marquee-search');

describe.runIf(await ownElasticsearchIsHere())('with ELASTICSEARCH_URL', () => {
  let postgres: TestPostgres;
  let elasticsearch: OwnElasticsearch;
  let dataDir: string;
  let token: string;
  /** The first two search on Elasticsearch, and one of them fills it; the third knows nothing of it. */
  let first: Program;
  let second: Program;
  let reference: Program;
  let cinema: Cinema;

  beforeAll(async () => {
    [postgres, elasticsearch] = await Promise.all([startTestPostgres(), startOwnElasticsearch()]);
    dataDir = await dataFolder();
    const own = { EVENT_LOG: 'postgres', DATABASE_URL: await postgres.createDatabase(), LOG_LEVEL: 'warn' };
    const env = { ...own, ELASTICSEARCH_URL: elasticsearch.url };
    first = await startProgram({ dataDir, env: { ...env, DEMO_CATALOG: 'on' }, readyWithinMs });
    second = await startProgram({ dataDir, env, readyWithinMs });
    reference = await startProgram({ dataDir, args: ['api'], env: own, readyWithinMs });
    token = await makeToken(dataDir, 'admin');
    cinema = await openCinema(first.url, token, { rows: 5, seatsPerRow: 20 });
    await searchesOn(first, 'elasticsearch');
    await searchesOn(second, 'elasticsearch');
  }, readyWithinMs * 2);
  afterAll(async () => {
    elasticsearch?.resume();
    await cleanUp();
    await Promise.all([postgres?.stop(), elasticsearch?.stop()]);
  });

  const searchesOn = (program: Program, engine: string): Promise<void> =>
    eventually(async () => {
      const answer = await call(program.url, 'GET', '/v1/movies?q=the&limit=1');
      expect([answer.status, engineOf(answer)]).toEqual([200, engine]);
      expect(list(answer.body.items)).toHaveLength(1);
    }, backWithinMs);

  const statusOf = async (program: Program) => {
    const { body } = expectStatus(await call(program.url, 'GET', '/v1/ops/projections', { token }), 200);
    return list(body.items).find(({ name }) => name === 'search_copy');
  };

  const write = async (path: string, body: object, method = 'POST'): Promise<Answer> => {
    const answer = await call(reference.url, method, path, { token, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer;
  };

  it('answers as Postgres does, in the same order, with the same counts, suggestions and spellings', async () => {
    const differing: string[] = [];
    let found = 0;
    for (const question of searchQuestions) {
      const path =
        question.includes('suggest') || question.includes('limit=') ? question : `${question}&limit=50`;
      // A show may begin between the two answers.
      const compare = async (): Promise<boolean> => {
        const [here, there] = await Promise.all([
          call(first.url, 'GET', path),
          call(reference.url, 'GET', path),
        ]);
        expect([path, here.status, engineOf(here)]).toEqual([path, 200, 'elasticsearch']);
        expect([path, there.status, engineOf(there)]).toEqual([path, 200, 'postgres']);
        found += list(here.body.items).length > 0 ? 1 : 0;
        return here.text === there.text;
      };
      if (!(await compare()) && !(await compare())) differing.push(path);
    }
    expect(differing).toEqual([]);
    expect(found).toBeGreaterThan(searchQuestions.length / 2);
  }, 120_000);

  it('pages as Postgres does, also from one engine to the other', async () => {
    const readAll = async (question: string, nextUrl: () => string): Promise<readonly string[]> => {
      const ids: string[] = [];
      let cursor = '';
      for (let page = 0; page < pagesMax; page += 1) {
        const { body } = expectStatus(await call(nextUrl(), 'GET', `${question}&limit=40${cursor}`), 200);
        ids.push(...list(body.items).map(({ id }) => text(id)));
        if (body.nextCursor === null) return ids;
        cursor = `&cursor=${text(body.nextCursor)}`;
      }
      throw new Error(`${question} does not end`);
    };
    for (const question of pagedQuestions) {
      const expected = await readAll(question, () => reference.url);
      expect(new Set(expected).size).toBe(expected.length);
      expect([question, await readAll(question, () => first.url)]).toEqual([question, expected]);
      let turn = 0;
      const alternating = () => (turn++ % 2 === 0 ? first.url : reference.url);
      expect([question, await readAll(question, alternating)]).toEqual([question, expected]);
    }
  }, 120_000);

  it('shows a write to whoever names its position, on any node', async () => {
    for (let n = 0; n < 10; n += 1) {
      const title = `Quixote ${n}`;
      const written = await write('/v1/movies', { ...movie, title });
      const position = written.headers.get('marquee-position') ?? '';
      const program = n % 2 === 0 ? first : second;
      const headers = { 'marquee-min-position': position };
      const path = `/v1/movies?q=${encodeURIComponent(title)}&bookable=false`;
      const answer = expectStatus(await call(program.url, 'GET', path, { headers }), 200);
      expect([engineOf(answer), list(answer.body.items).map((item) => item.title)]).toEqual([
        'elasticsearch',
        [title],
      ]);
    }
  });

  const through = async (until: (load: SearchLoad) => Promise<void>, ...programs: readonly Program[]) => {
    const load = await searchThrough(
      {
        urls: programs.map(({ url }) => url),
        referenceUrl: reference.url,
        sale: { url: programs[0]?.url ?? '', ...cinema },
      },
      until,
    );
    expect(load.wrong).toEqual([]);
    expect(load.slowestSearchMs).toBeLessThan(slowestMs);
    expect(load.slowestHoldMs).toBeLessThan(slowestMs);
    expect(load.holds).toBeGreaterThan(10);
    return load;
  };

  /** So many more answers of that engine. */
  const answers = async ({ answers: counted }: SearchLoad, engine: string, more: number): Promise<void> => {
    const before = counted.get(engine) ?? 0;
    await eventually(() => expect(counted.get(engine) ?? 0).toBeGreaterThan(before + more), backWithinMs);
  };

  /** Searched on, then not, then again: each for a while, and right all the time. */
  const lives = (takeAway: () => Promise<void>, giveBack: () => Promise<void>): Promise<SearchLoad> =>
    through(
      async (load) => {
        await answers(load, 'elasticsearch', 20);
        await takeAway();
        await answers(load, 'postgres', 40);
        await giveBack();
        await Promise.all([searchesOn(first, 'elasticsearch'), searchesOn(second, 'elasticsearch')]);
        await answers(load, 'elasticsearch', 40);
      },
      first,
      second,
    );

  const deleteIndices = async (): Promise<void> => {
    const listed = await fetch(`${elasticsearch.url}/_cat/indices?format=json&h=index`);
    for (const { index } of (await listed.json()) as { index: string }[]) {
      expect((await fetch(`${elasticsearch.url}/${index}`, { method: 'DELETE' })).status).toBe(200);
    }
  };

  const nothing = async (): Promise<void> => undefined;

  it(
    'goes on while the engine is killed',
    async () => {
      await lives(elasticsearch.kill, () => elasticsearch.start('kept'));
    },
    testMs,
  );

  it(
    'goes on while the engine hangs, and does not show what it knew then',
    async () => {
      const title = 'While it hung';
      await lives(
        async () => elasticsearch.pause(),
        async () => {
          await write('/v1/movies', { ...movie, title });
          elasticsearch.resume();
        },
      );
      const path = `/v1/movies?q=${encodeURIComponent(title)}&bookable=false`;
      const { body } = expectStatus(await call(first.url, 'GET', path), 200);
      expect(list(body.items)).toHaveLength(1);
    },
    testMs,
  );

  it(
    'goes on while the engine is emptied',
    async () => {
      await lives(deleteIndices, nothing);
    },
    testMs,
  );

  it(
    'goes on while the engine comes back with nothing',
    async () => {
      await lives(elasticsearch.kill, () => elasticsearch.start('empty'));
    },
    testMs,
  );

  it(
    'is filled by another process when the one that did is killed',
    async () => {
      await eventually(async () => {
        const states = await Promise.all([first, second].map(statusOf));
        expect(states.map((status) => status?.state).toSorted()).toEqual(['live', 'standby']);
      }, backWithinMs);
      const [copying, other] = (await statusOf(first))?.state === 'live' ? [first, second] : [second, first];
      await through(async (load) => {
        await answers(load, 'elasticsearch', 20);
        await copying.kill();
        await eventually(async () => {
          const status = await statusOf(other);
          expect([status?.state, status?.parked]).toEqual(['live', 0]);
        }, backWithinMs);
        await answers(load, 'elasticsearch', 40);
      }, other);
      const written = await write('/v1/movies', { ...movie, title: 'Succession' });
      const headers = { 'marquee-min-position': written.headers.get('marquee-position') ?? '' };
      const path = '/v1/movies?q=succession&bookable=false';
      const answer = expectStatus(await call(other.url, 'GET', path, { headers }), 200);
      expect([engineOf(answer), list(answer.body.items).length]).toEqual(['elasticsearch', 1]);
    },
    testMs,
  );
});
