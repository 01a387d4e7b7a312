/**
 * The whole program searches on Elasticsearch: the same answers as on Postgres, also while the engine, or the process
 * that fills it, is killed, paused, emptied and comes back. Selling never notices.
 */
import { setTimeout as pause } from 'node:timers/promises';
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
import { hallOf, movie, showtimeIn, theater } from './support/cinema.ts';
import { pagedQuestions, searchQuestions } from './support/searchQuestions.ts';

const readyWithinMs = 180_000;
const backWithinMs = 30_000;
const testMs = 240_000;
const pagesMax = 60;
/** What one search may take while the engine hangs: its budget, and a busy machine's share. */
const slowestMs = 2_500;

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

  beforeAll(async () => {
    [postgres, elasticsearch] = await Promise.all([startTestPostgres(), startOwnElasticsearch()]);
    dataDir = await dataFolder();
    const own = { EVENT_LOG: 'postgres', DATABASE_URL: await postgres.createDatabase(), LOG_LEVEL: 'warn' };
    const env = { ...own, ELASTICSEARCH_URL: elasticsearch.url };
    first = await startProgram({ dataDir, env: { ...env, DEMO_CATALOG: 'on' }, readyWithinMs });
    second = await startProgram({ dataDir, env, readyWithinMs });
    reference = await startProgram({ dataDir, args: ['api'], env: own, readyWithinMs });
    token = await makeToken(dataDir, 'admin');
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
    for (const question of searchQuestions) {
      const path = question.includes('suggest') || question.includes('limit=') ? question : `${question}&limit=50`;
      // A show may begin between the two answers.
      const compare = async (): Promise<boolean> => {
        const [here, there] = await Promise.all([
          call(first.url, 'GET', path),
          call(reference.url, 'GET', path),
        ]);
        expect([path, here.status, engineOf(here)]).toEqual([path, 200, 'elasticsearch']);
        expect([path, there.status, engineOf(there)]).toEqual([path, 200, 'postgres']);
        return here.text === there.text;
      };
      if (!(await compare()) && !(await compare())) differing.push(path);
    }
    expect(differing).toEqual([]);
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

  /** People search all the while, and somebody sells: each answer is right, and comes in time. */
  const underLoad = async (programs: readonly Program[], blow: () => Promise<void>) => {
    const seen = { answers: 0, slowestMs: 0, engines: new Set<string | null>(), sold: 0 };
    const paths = searchQuestions.filter((path) => !path.includes('limit='));
    let isOver = false;
    const search = async (program: Program): Promise<void> => {
      for (let at = 0; !isOver; at += 1) {
        const path = paths[(at * 7) % paths.length] ?? '';
        const beganMs = performance.now();
        const here = await call(program.url, 'GET', path);
        seen.slowestMs = Math.max(seen.slowestMs, performance.now() - beganMs);
        const there = await call(reference.url, 'GET', path);
        expect([path, here.status, here.text]).toEqual([path, 200, there.text]);
        seen.engines.add(engineOf(here));
        seen.answers += 1;
        await pause(20);
      }
    };
    const sell = async (): Promise<void> => {
      const movieId = text((await write('/v1/movies', { ...movie, title: 'Unsought' })).body.id);
      const theaterId = text((await write('/v1/theaters', { ...theater, name: 'Unsought' })).body.id);
      const hallId = text((await write(`/v1/theaters/${theaterId}/halls`, hallOf(5, 20))).body.id);
      const { body } = await write('/v1/showtimes', showtimeIn(movieId, hallId, 2));
      for (let n = 0; !isOver; n = (n + 1) % 100) {
        const seatIds = [`${'ABCDE'[Math.floor(n / 20)]}${(n % 20) + 1}`];
        const held = await call(first.url, 'POST', `/v1/showtimes/${text(body.id)}/holds`, { body: { seatIds } });
        expect([201, 409]).toContain(held.status);
        seen.sold += 1;
        await pause(50);
      }
    };
    const all = [...programs.map(search)];
    try {
      await Promise.race([Promise.all(all), blow()]);
    } finally {
      isOver = true;
      await Promise.all(all);
    }
    return { ...seen, sell };
  };
});
