/** How many requests begin in one turn of the event loop, and who waits for whom. */
import { setImmediate as turn } from 'node:timers/promises';
import Fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterEach, expect, it } from 'vitest';
import type { ApiInstance } from '../../../src/api/http/ApiInstance.ts';
import { addRequestTurns } from '../../../src/api/http/limits/requestTurns.ts';
import { handleError } from '../../../src/api/http/problems/errorHandler.ts';
import { addMatchedRoute } from '../../../src/api/http/routeOf.ts';

const limits = { perTurn: 8, sellingPerTurn: 6, lineMax: 20 };
const hold = { method: 'POST', url: '/v1/showtimes/:id/holds' } as const;
const browse = { method: 'GET', url: '/v1/movies' } as const;
const probe = { method: 'GET', url: '/health/live' } as const;

let app: ApiInstance;
afterEach(() => app.close());

/** What begins is kept, turn by turn. */
const open = async () => {
  app = Fastify().withTypeProvider<ZodTypeProvider>();
  app.setErrorHandler(handleError);
  addMatchedRoute(app);
  addRequestTurns(app, limits);
  let begun: string[] = [];
  for (const [name, route] of Object.entries({ hold, browse, probe })) {
    app.route({
      ...route,
      config: { neverShed: route === probe },
      handler: async () => {
        begun.push(name);
        return {};
      },
    });
  }
  await app.ready();
  const ask = (route: typeof hold | typeof browse | typeof probe, count: number) =>
    Array.from({ length: count }, () => app.inject(route));
  /** Of so many turns from now. */
  const turns = async (count: number): Promise<readonly string[]> => {
    const seen: string[] = [];
    for (let nth = 0; nth < count; nth += 1) {
      await turn();
      const of = (name: string) => begun.filter((each) => each === name).length;
      seen.push(`${of('hold')} ${of('browse')} ${of('probe')}`);
      begun = [];
    }
    return seen;
  };
  return { ask, turns };
};

it('begins with a few requests in each turn, until all are answered', async () => {
  const { ask, turns } = await open();
  const answers = ask(hold, 20);
  expect(await turns(4)).toEqual(['8 0 0', '8 0 0', '4 0 0', '0 0 0']);
  expect((await Promise.all(answers)).every(({ statusCode }) => statusCode === 200)).toBe(true);
});

it('lets selling go first, and the others have a part of each turn', async () => {
  const { ask, turns } = await open();
  ask(browse, 16);
  ask(hold, 14);
  expect(await turns(5)).toEqual(['0 8 0', '6 2 0', '6 2 0', '2 4 0', '0 0 0']);
});

it('never lets a probe wait', async () => {
  const { ask, turns } = await open();
  ask(browse, 10);
  ask(probe, 3);
  expect(await turns(2)).toEqual(['0 8 3', '0 2 0']);
});

it('turns away who comes when the line is full, selling apart from the rest', async () => {
  const { ask } = await open();
  const browsing = ask(browse, limits.perTurn + limits.lineMax + 1);
  const selling = ask(hold, limits.lineMax + 1);
  for (const line of [browsing, selling]) {
    const answers = await Promise.all(line);
    const last = answers.pop();
    expect(last?.json()).toEqual({
      type: '/problems/overloaded',
      title: 'The server is overloaded',
      status: 503,
      detail: 'The server is overloaded',
      requestId: expect.any(String),
    });
    expect(last?.headers['retry-after']).toBe('1');
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));
  }
});
