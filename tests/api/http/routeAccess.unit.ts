/** The table of routes and rights: total, without dead entries, and what each role opens through it. */
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiInstance } from '../../../src/api/http/ApiInstance.ts';
import { buildApp } from '../../../src/api/http/app.ts';
import { routeTable } from '../../../src/api/http/auth/routeAccess.ts';
import { uuid } from '../../support/showtimes.ts';
import { type Cinema, call, movie, openCinema, problemOf } from '../support/cinema.ts';
import { routeGroups } from '../support/routeGroups.ts';
import { sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
beforeEach(async () => {
  target = await openTestApp();
});
afterEach(() => target.close());

const build = (table: typeof routeTable, ...groups: readonly ((app: ApiInstance) => void)[]) =>
  buildApp({ ...target.deps, routeTable: table, metrics: new Registry() }, groups);

describe('the table', () => {
  it('stops the start at a route that it does not name', async () => {
    const added = (app: ApiInstance) => void app.get('/v1/forgotten', async () => 'open to all');
    await expect(build(routeTable, added)).rejects.toThrow(
      'GET /v1/forgotten is not in the table of routes and rights',
    );
    const named = { ...routeTable, 'GET /v1/forgotten': { roles: ['admin'], scope: 'all' } } as const;
    const app = await build(named, added);
    expect((await app.inject({ url: '/v1/forgotten' })).statusCode).toBe(401);
    expect((await app.inject({ method: 'HEAD', url: '/v1/forgotten' })).statusCode).toBe(401);
    await app.close();
  });

  it('stops the start when scope and guard of a route differ', async () => {
    const unguarded = (app: ApiInstance) => void app.get('/v1/x/:id', async () => 'any theater');
    const table = { 'GET /v1/x/:id': { roles: ['staff'], scope: 'theater-of-path' } } as const;
    await expect(build({ ...routeTable, ...table }, unguarded)).rejects.toThrow(
      'its scope in the table is theater-of-path',
    );
  });

  it('names no route that does not exist', async () => {
    const registered = new Set<string>();
    const listen = (app: ApiInstance) => {
      app.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) registered.add(`${each} ${url}`);
      });
    };
    const deps = { ...target.deps, metrics: new Registry() };
    const app = await buildApp(deps, [
      listen,
      ...routeGroups.map((add) => (to: ApiInstance) => add(to, deps)),
    ]);
    expect(Object.keys(routeTable).filter((route) => !registered.has(route))).toEqual([]);
    await app.close();
  });

  it('gives every route that names roles to admins, but the gate and what is of an account', () => {
    const closed = Object.entries(routeTable).filter(
      ([, { roles }]) => roles !== 'anyone' && !roles.includes('admin'),
    );
    expect(closed.filter(([, { scope }]) => scope !== 'own').map(([route]) => route)).toEqual([
      'POST /v1/checkins',
    ]);
  });
});

describe('a role', () => {
  let cinema: Cinema;
  beforeEach(async () => {
    cinema = await openCinema(target);
  });

  const editMovie = async (headers: Record<string, string>) => {
    const url = `/v1/movies/${cinema.movieId}`;
    return problemOf(await call(target, { method: 'PUT', url, headers, payload: movie }));
  };
  const readPricing = async (headers: Record<string, string>) =>
    problemOf(await call(target, { url: `/v1/showtimes/${cinema.showtimeId}/pricing`, headers }));

  it('of staff or a gate opens nothing without theaters', async () => {
    const [staff, gate] = [await target.bearer('staff'), await target.bearer('gate', { theaterIds: [] })];
    const scan = { method: 'POST', url: '/v1/checkins', payload: { code: 'x' } } as const;
    const answers = [
      await editMovie(staff),
      await readPricing(staff),
      problemOf(await call(target, { url: '/v1/bookings', headers: staff })),
      problemOf(await call(target, { ...scan, headers: gate })),
    ];
    expect(answers).toEqual(Array(4).fill('403 forbidden'));
    expect(problemOf(await call(target, { ...scan, headers: await target.bearer('gate') }))).toBe(
      '422 invalid-ticket',
    );
  });

  it('of staff opens its theaters, all of them with *, and no other', async () => {
    const of = (theaterId: string) => target.bearer('staff', { theaterIds: [theaterId] });
    expect(await readPricing(await of(cinema.theaterId))).toBe('200');
    expect(await readPricing(await of('*'))).toBe('200');
    expect(await readPricing(await of(uuid(1)))).toBe('404 not-found');
    const { booking } = await sell(target, cinema, ['A1']);
    const found = async (theaterId: string) => {
      const url = `/v1/bookings?showtimeId=${cinema.showtimeId}`;
      const answer = await call<{ items: { bookingId: string }[] }>(target, {
        url,
        headers: await of(theaterId),
      });
      return answer.body.items.map(({ bookingId }) => bookingId);
    };
    expect([await found('*'), await found(uuid(1))]).toEqual([[booking.bookingId], []]);
  });

  it('of the catalog edits movies and nothing of a theater', async () => {
    const catalog = await target.bearer('catalog');
    expect(await editMovie(catalog)).toBe('200');
    expect(await readPricing(catalog)).toBe('403 forbidden');
    const create = { method: 'POST', url: '/v1/movies', headers: catalog, payload: movie } as const;
    expect(problemOf(await call(target, create))).toBe('201');
  });
});
