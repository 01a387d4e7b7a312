/** The API's description covers what is there, and the page that shows it needs no other host. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemKinds } from '../../../src/api/http/problems/problemKinds.ts';
import { call } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>
  >;
}
let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;

beforeAll(async () => {
  target = await openTestApp();
  const { body } = await call<{ openapi: string; paths: typeof paths }>(target, { url: '/openapi.json' });
  expect(body.openapi).toBe('3.1.0');
  paths = body.paths;
});
afterAll(() => target.close());

const operations = () =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );

/** Schemas that would let anything pass. */
const empties = (schema: unknown, path: string): string[] => {
  if (schema === null || typeof schema !== 'object') return [];
  if (Array.isArray(schema)) return schema.flatMap((each, index) => empties(each, `${path}/${index}`));
  const keys = Object.keys(schema);
  if (keys.length === 0) return [path];
  return keys.flatMap((key) => {
    const below = (schema as Record<string, unknown>)[key];
    const isMap = ['additionalProperties', 'propertyNames', 'properties'].includes(key);
    return isMap && JSON.stringify(below) === '{}' ? [] : empties(below, `${path}/${key}`);
  });
};

it('describes every route of the contract', () => {
  const described = operations().map(({ name }) => name);
  const promised = [
    'get /v1/movies',
    'get /v1/movies/{id}',
    'get /v1/movies/{id}/showtimes',
    'get /v1/theaters',
    'get /v1/theaters/{id}',
    'get /v1/theaters/{id}/showtimes',
    'get /v1/showtimes/{id}',
    'get /v1/halls/{id}/layouts/{version}',
    'get /v1/showtimes/{id}/layout',
    'get /v1/showtimes/{id}/seats',
    'get /v1/showtimes/{id}/seats/{seatId}/history',
    'post /v1/showtimes/{id}/holds',
    'get /v1/holds/{holdId}',
    'post /v1/holds/{holdId}/extend',
    'put /v1/holds/{holdId}/seats',
    'delete /v1/holds/{holdId}',
    'post /v1/movies',
    'post /v1/theaters',
    'post /v1/theaters/{id}/halls',
    'post /v1/theaters/{id}/halls/import',
    'post /v1/halls/{id}/layouts',
    'post /v1/showtimes',
    'put /v1/showtimes/{id}/pricing',
    'post /v1/showtimes/{id}/seats/block',
    'post /v1/showtimes/{id}/seats/unblock',
    'post /v1/showtimes/{id}/cancel',
    'get /v1/events',
    'get /health/live',
    'get /health/ready',
    'get /metrics',
    'get /v1/ops/projections',
  ];
  expect(described).toEqual(expect.arrayContaining(promised));
});

it('leaves no route undescribed', () => {
  const hidden = new Set(['/openapi.json', '/docs', '/docs/', '/docs/js/scalar.js']);
  const listed = target.app
    .printRoutes({ commonPrefix: false })
    .matchAll(/(?:├──|└──) (\/\S*) \(([A-Z, ]+)\)/g);
  const routes = [...listed].map(([, path = '']) => path).filter((path) => !hidden.has(path));
  expect(routes.length).toBeGreaterThan(20);
  expect(operations().length).toBeGreaterThanOrEqual(routes.length);
});

it('says something about every operation, its success and its problems, and nothing goes unchecked', () => {
  for (const { name, operation } of operations()) {
    expect([name, operation.summary]).toEqual([name, expect.any(String)]);
    expect([name, Object.keys(operation.responses)]).toEqual([
      name,
      expect.arrayContaining([expect.stringMatching(/^[23]/), '400', '500']),
    ]);
    const schemas = [
      ...(operation.parameters ?? []).map(({ schema }) => schema),
      ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
      ...Object.values(operation.responses).flatMap(({ content }) =>
        Object.values(content ?? {}).map(({ schema }) => schema),
      ),
    ];
    expect([name, schemas.flatMap((schema) => empties(schema, ''))]).toEqual([name, []]);
  }
});

it('shows itself without another host', async () => {
  expect((await call(target, { url: '/docs' })).headers.location).toBe('/docs/');
  const page = await call(target, { url: '/docs/' });
  expect(page.status).toBe(200);
  const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(addresses).toEqual(['js/scalar.js']);
  expect(page.text).not.toMatch(/https?:\/\//);
  const script = await call(target, { url: '/docs/js/scalar.js' });
  expect([script.status, script.text.length > 100_000]).toEqual([200, true]);
  const policy = String(page.headers['content-security-policy']);
  expect(page.headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(policy).not.toMatch(/https?:|unsafe-eval/);
  const inline = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(page.text)?.[1] ?? '';
  expect(inline).toContain('/openapi.json');
  expect(policy).toContain(`'sha256-${createHash('sha256').update(inline).digest('base64')}'`);
});

it('explains every problem at its own type', async () => {
  for (const [name, { status, title }] of Object.entries(problemKinds)) {
    const { body } = await call(target, { url: `/problems/${name}` });
    expect(body).toEqual({ type: `/problems/${name}`, status, title });
  }
  expect((await call(target, { url: '/problems/constructor' })).status).toBe(404);
});
