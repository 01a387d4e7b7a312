import { z } from 'zod';
import { problemTypeOf } from '../problems/Problem.ts';
import { type ProblemName, problemKinds, problemShapeOf } from '../problems/problemKinds.ts';
import { problemShown } from '../schemas.ts';
import { exampleOf } from './exampleOf.ts';
import type { JsonSchema } from './JsonSchema.ts';

const mediaType = 'application/problem+json';
const names = Object.keys(problemKinds).filter((name): name is ProblemName =>
  Object.hasOwn(problemKinds, name),
);

/** `seats-unavailable` is described as `SeatsUnavailableProblem`. */
const componentOf = (name: ProblemName): string =>
  `${name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase())}Problem`;

/** Schemas that have a name of their own are referred to where the description keeps them. */
const jsonSchemaOf = (schema: z.ZodType): JsonSchema => {
  const { $schema: _dialect, $defs: _named, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  const text = JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as JsonSchema;
};

const problemSchema = (name: ProblemName): JsonSchema => {
  const { status, title } = problemKinds[name];
  return jsonSchemaOf(
    problemShown
      .extend({ type: z.literal(problemTypeOf(name)), status: z.literal(status), ...problemShapeOf(name) })
      .describe(title),
  );
};

export const problemSchemas = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(names.map((name) => [componentOf(name), problemSchema(name)]));

/** By status, each problem with an example. */
export const problemResponses = (
  given: ReadonlySet<ProblemName>,
  resolve: (ref: string) => JsonSchema | undefined,
): Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>> => {
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of names) {
    if (!given.has(name)) continue;
    const { status } = problemKinds[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => {
      const refs = ofStatus.map((name) => ({ $ref: `#/components/schemas/${componentOf(name)}` }));
      const [only] = refs;
      const examples = ofStatus.map((name) => {
        const { title } = problemKinds[name];
        const value = exampleOf(problemSchema(name), resolve);
        return [name, { value: { ...Object(value), title, detail: title } }] as const;
      });
      return [
        String(status),
        {
          description: ofStatus.map((name) => problemKinds[name].title).join('; '),
          content: {
            [mediaType]: {
              schema: refs.length === 1 ? only : { oneOf: refs },
              examples: Object.fromEntries(examples),
            },
          },
        },
      ];
    }),
  );
};
