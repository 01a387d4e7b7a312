/** Whatever no the program can answer a page with, the page has words for it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../api/support/testApp.ts';

const web = path.resolve(import.meta.dirname, '../../web');

/** Faults of a page or of the program, and of fields that no page sends: for those the words of what is unknown will do. */
const wordless: readonly string[] = [
  'idempotency-key-required',
  'idempotency-key-reused',
  'internal-error',
  'not-acceptable',
  'promo-code-not-valid',
  'unknown-add-on',
  'unsupported-media-type',
];

/** Which operations a source calls, as method and path. */
const callsIn = (source: string): readonly (readonly [method: string, path: string])[] =>
  [...source.matchAll(/\bapi\s*\.(GET|POST|PUT|DELETE)\(\s*'([^']+)'/g)].map(
    ([, method = '', asked = '']) => [method.toLowerCase(), asked],
  );

/** All catalogs say the same; another test sees to that. */
const wordsOf = (catalog: string): readonly string[] =>
  Object.keys(JSON.parse(readFileSync(path.join(web, 'locales/de', `${catalog}.json`), 'utf8')));

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties?: Record<string, { const?: string }> }>>;
  };
}

let target: TestApp;
let description: Description;
beforeAll(async () => {
  target = await openTestApp();
  description = JSON.parse((await target.app.inject({ url: '/openapi.json' })).body);
});
afterAll(() => target.close());

const problemsOf = (method: string, asked: string): readonly string[] => {
  const responses = Object.values(description.paths[asked]?.[method]?.responses ?? {});
  const bodies = responses.map(({ content }) => JSON.stringify(content?.['application/problem+json'] ?? {}));
  const schemas = bodies.flatMap((body) => [...body.matchAll(/#\/components\/schemas\/(\w+)/g)]);
  return schemas.map(([, name = '']) =>
    String(description.components.schemas[name]?.properties?.type?.const).slice('/problems/'.length),
  );
};

const files = readdirSync(path.join(web, 'src'), { recursive: true, encoding: 'utf8' });
const callers = files
  .filter((file) => /\.tsx?$/.test(file) && file !== 'shared/api/schema.ts')
  .map((file) => ({ file, calls: callsIn(readFileSync(path.join(web, 'src', file), 'utf8')) }))
  .filter(({ calls }) => calls.length > 0);

it.each(callers)('$file can be refused in words', ({ file, calls }) => {
  const [part, feature = ''] = file.split('/');
  const words = [...wordsOf('problems'), ...(part === 'features' ? wordsOf(feature) : [])];
  const problems = calls.flatMap(([method, asked]) => problemsOf(method, asked));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.filter((problem) => !words.includes(problem) && !wordless.includes(problem))).toEqual([]);
});
