import { exampleDate, exampleId, exampleInstant, exampleTexts, exampleValues } from './exampleValues.ts';
import type { JsonSchema } from './JsonSchema.ts';

const depthMax = 12;

type Resolve = (ref: string) => JsonSchema | undefined;

const typeOf = ({ type, properties }: JsonSchema): string | undefined => {
  if (typeof type === 'string') return type;
  if (type !== undefined) return type.find((each) => each !== 'null');
  return properties === undefined ? undefined : 'object';
};

const patternsOf = ({ pattern, allOf = [] }: JsonSchema): readonly string[] => [
  ...(pattern === undefined ? [] : [pattern]),
  ...allOf.flatMap(patternsOf),
];

const matches = (text: string, schema: JsonSchema): boolean =>
  text.length >= (schema.minLength ?? 0) &&
  text.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY) &&
  patternsOf(schema).every((pattern) => new RegExp(pattern).test(text));

const textOf = (schema: JsonSchema, name: string): string => {
  if (schema.format === 'date-time') return exampleInstant;
  if (schema.format === 'date') return exampleDate;
  const named = exampleValues[name];
  const candidates = [...(typeof named === 'string' ? [named] : []), exampleId];
  const found = [...candidates, ...exampleTexts, exampleDate, exampleInstant].find((text) =>
    matches(text, schema),
  );
  return patternsOf(schema).length === 0 && typeof named !== 'string' ? 'text' : (found ?? 'text');
};

const numberOf = ({ minimum = 0 }: JsonSchema, name: string): number => {
  const named = exampleValues[name];
  return typeof named === 'number' && named >= minimum ? named : Math.max(minimum, 1);
};

const objectOf = (schema: JsonSchema, resolve: Resolve, depth: number): Record<string, unknown> => {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, makeValue(field, name, resolve, depth + 1)] as const,
  );
  const { additionalProperties: more, propertyNames } = schema;
  if (typeof more !== 'object' || fields.length > 0 || Object.keys(more).length === 0) {
    return Object.fromEntries(fields);
  }
  const key = String(propertyNames === undefined ? 'A1' : makeValue(propertyNames, '', resolve, depth + 1));
  return { [key]: makeValue(more, key, resolve, depth + 1) };
};

const given = (schema: JsonSchema): readonly unknown[] => [
  ...(schema.examples ?? []),
  ...(schema.const === undefined ? [] : [schema.const]),
  ...(schema.default === undefined ? [] : [schema.default]),
  ...(schema.enum ?? []),
];

const makeValue = (schema: JsonSchema, name: string, resolve: Resolve, depth: number): unknown => {
  if (depth > depthMax) return null;
  if (schema.$ref !== undefined) {
    const target = resolve(schema.$ref);
    return target === undefined ? null : makeValue(target, name, resolve, depth + 1);
  }
  const [first] = given(schema);
  if (first !== undefined) return first;
  const options = schema.anyOf ?? schema.oneOf;
  const [option] = options?.filter(({ type }) => type !== 'null') ?? [];
  if (option !== undefined) return makeValue(option, name, resolve, depth + 1);
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, resolve, depth);
    case 'array': {
      if (schema.prefixItems !== undefined) {
        return schema.prefixItems.map((item) => makeValue(item, '', resolve, depth + 1));
      }
      const named = exampleValues[name];
      if (Array.isArray(named)) return named;
      return schema.items === undefined ? [] : [makeValue(schema.items, name, resolve, depth + 1)];
    }
    case 'integer':
    case 'number':
      return numberOf(schema, name);
    case 'boolean':
      return true;
    case 'string':
      return textOf(schema, name);
    default:
      return null;
  }
};

/**
 * A value that the schema allows. An example that a schema carries is taken first; else fields get a value by their
 * name, then by format and pattern.
 */
export const exampleOf = (schema: JsonSchema, resolve: Resolve, name = ''): unknown =>
  makeValue(schema, name, resolve, 0);
