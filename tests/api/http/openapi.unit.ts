/** What a client is generated from: every operation by name, with its problems, examples and open answers. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { problemKinds } from '../../../src/api/http/problems/problemKinds.ts';
import { call, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

interface Media {
  readonly schema: Record<string, unknown>;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: Record<string, unknown> }>>;
}
type Content = Readonly<Record<string, Media>>;
interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Record<string, unknown>;
    readonly example?: unknown;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Record<string, unknown>>> };
}

let target: TestApp;
let description: Description;

beforeAll(async () => {
  target = await openTestApp();
  description = (await call<Description>(target, { url: '/openapi.json' })).body;
});
afterAll(() => target.close());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method} ${path}`,
      path,
      method,
      operation,
    })),
  );

const problemMedia = ({ responses }: Operation): readonly Media[] =>
  Object.values(responses)
    .flatMap(({ content }) => Object.entries(content ?? {}))
    .filter(([type]) => type === 'application/problem+json')
    .map(([, media]) => media);

const mediaOf = ({ requestBody, responses }: Operation): readonly Media[] => {
  const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
  return contents.flatMap((content) => Object.values(content ?? {}));
};

const withLocalRefs = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'));

/** Schemas of the description with what they refer to, as zod reads them. */
const checkers = () => {
  const $defs = withLocalRefs(description.components.schemas);
  const made = new Map<string, z.ZodType>();
  return (schema: Record<string, unknown>): z.ZodType => {
    const key = JSON.stringify(schema);
    const checker = made.get(key) ?? z.fromJSONSchema({ ...withLocalRefs(schema), $defs } as never);
    made.set(key, checker);
    return checker;
  };
};

it('names every operation once', () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id ?? ''))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

it('refers to nothing that is not there', () => {
  const refs = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
  expect(refs.length).toBeGreaterThan(50);
  const missing = refs.filter(
    (ref) =>
      !ref.startsWith('#/components/schemas/') ||
      description.components.schemas[ref.slice('#/components/schemas/'.length)] === undefined,
  );
  expect(missing).toEqual([]);
});

it('says of every operation which problems it may be answered, each of the table and with its status', () => {
  const known = new Map(Object.entries(problemKinds).map(([name, kind]) => [name, kind.status]));
  for (const { name, operation } of operations()) {
    const media = problemMedia(operation);
    expect([name, media.length > 0]).toEqual([name, true]);
    for (const { examples = {} } of media) {
      for (const [problem, { value }] of Object.entries(examples)) {
        expect([name, problem, value.status]).toEqual([name, problem, known.get(problem)]);
        expect(value.type).toBe(`/problems/${problem}`);
      }
    }
  }
});

it('gives an example of every parameter that is needed, every body and every answer, and each is valid', () => {
  const wrong: unknown[] = [];
  const checkerOf = checkers();
  const check = (where: string, schema: Record<string, unknown>, example: unknown): void => {
    const result = checkerOf(schema).safeParse(example);
    if (example === undefined || !result.success) wrong.push([where, example, result.error?.issues]);
  };
  for (const { name, operation } of operations()) {
    for (const { required, schema, example } of operation.parameters ?? []) {
      if (required === true) check(name, schema, example);
    }
    for (const { schema, example, examples } of mediaOf(operation)) {
      if (examples === undefined) check(name, schema, example);
      else for (const { value } of Object.values(examples)) check(name, schema, value);
    }
  }
  expect(wrong).toEqual([]);
});

it('takes every example of a body as a request that is well formed', async () => {
  const { admin, showtimeId } = await openCinema(target);
  const refused: unknown[] = [];
  for (const { name, path, method, operation } of operations()) {
    const example = operation.requestBody?.content['application/json']?.example;
    if (example === undefined || path === '/v1/checkins') continue;
    const values = new Map(operation.parameters?.map((each) => [each.name, String(each.example)]));
    const url = path.replace(/\{(\w+)\}/g, (_, parameter: string) =>
      path.startsWith('/v1/showtimes/') ? showtimeId : (values.get(parameter) ?? ''),
    );
    const headers = { ...admin, 'idempotency-key': `example-${operation.operationId}-0123456789` };
    const answer = await call(target, { method: method as 'POST', url, headers, payload: example as object });
    if (answer.status === 400) refused.push([name, example, answer.body]);
  }
  expect(refused).toEqual([]);
});

it('leaves answers open for fields that come later, and bodies closed', () => {
  const answers = operations().flatMap(({ operation }) => Object.values(operation.responses));
  expect(JSON.stringify(answers)).not.toContain('"additionalProperties":false');
  expect(JSON.stringify(description.components)).not.toContain('"additionalProperties":false');
  const hold = description.paths['/v1/showtimes/{id}/holds']?.post?.requestBody?.content;
  expect(hold?.['application/json']?.schema.additionalProperties).toBe(false);
});
