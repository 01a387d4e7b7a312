/** Lists that are behind say as of when they are; what is put together of several is as old as the oldest of them. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { call } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
const upToDate: { readonly catalog: number | undefined; readonly search: number | undefined } = {
  catalog: undefined,
  search: undefined,
};
const behind = { ...upToDate };
const earlierMs = Date.parse('2026-11-30T12:00:00.000Z');
const laterMs = earlierMs + 1_500;

beforeAll(async () => {
  const plain = await openTestApp();
  const { catalog, search } = plain.deps;
  await plain.close();
  target = await openTestApp({
    deps: {
      catalog: { ...catalog, asOf: async () => behind.catalog },
      search: { ...search, asOf: async () => behind.search },
    },
  });
});
afterAll(() => target.close());
beforeEach(() => {
  Object.assign(behind, upToDate);
});

const asOf = async (url: string): Promise<unknown> => (await call(target, { url })).headers['marquee-as-of'];

it('is not said of what is up to date, or never behind', async () => {
  expect(await asOf('/v1/movies')).toBeUndefined();
  behind.catalog = earlierMs;
  expect(await asOf('/v1/events?limit=1')).toBeUndefined();
});

it('is the instant of the one that is furthest behind', async () => {
  behind.catalog = earlierMs;
  expect(await asOf('/v1/movies')).toBe('2026-11-30T12:00:00.000Z');
  expect(await asOf('/v1/theaters?limit=1')).toBe('2026-11-30T12:00:00.000Z');
  behind.search = laterMs;
  expect(await asOf('/v1/movies')).toBe('2026-11-30T12:00:00.000Z');
  behind.catalog = undefined;
  expect(await asOf('/v1/movies')).toBe('2026-11-30T12:00:01.500Z');
});

it('is described for every read', async () => {
  const { body } = await call<{
    paths: Record<string, { get: { responses: Record<string, { headers?: object }> } }>;
  }>(target, { url: '/openapi.json' });
  expect(body.paths['/v1/movies']?.get.responses['200']?.headers).toHaveProperty('Marquee-As-Of');
  expect(body.paths['/metrics']?.get.responses['200']?.headers).toBeUndefined();
});
