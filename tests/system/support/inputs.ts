/**
 * Every place where the OpenAPI document lets a caller put something, and how to put a word there. A place reads like
 * `body customer.name`, `query q` or `body rows.*.label`; `{key}` and `{value}` are those of a map.
 */

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
}
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema: Schema;
}
interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
}
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Input {
  /** Such as `POST /v1/bookings`. */
  readonly operation: string;
  readonly place: string;
  /** A value with the word that the schema takes; undefined when it takes none. */
  readonly fitting: string | undefined;
}

export interface Request {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const isText = ({ type }: Schema): boolean =>
  Array.isArray(type) ? type.includes('string') : type === 'string';

const takes = (schema: Schema, value: string, resolve: (schema: Schema) => Schema): boolean => {
  const { enum: words, pattern, format, maxLength = value.length, allOf = [] } = schema;
  if (words !== undefined || 'const' in schema || value.length > maxLength) return false;
  if (format !== undefined && format !== 'email') return false;
  if ((format === 'email') !== value.includes('@')) return false;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return false;
  return allOf.every((each) => takes(resolve(each), value, resolve));
};

const anyText: Schema = { type: 'string' };

/** Each place once; several schemas of one place are alternatives. */
export const inputsOf = ({ paths, components }: Description, word: string): readonly Input[] => {
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const candidates = [word, `${word}-${'x'.repeat(16)}`, `${word}@example.org`];
  const fittingIn = (schema: Schema) =>
    candidates.find((each) => isText(schema) && takes(schema, each, resolve));
  const inputs = new Map<string, Input>();
  const found = (operation: string, place: string, fitting: string | undefined): void => {
    const name = `${operation} ${place}`;
    inputs.set(name, { operation, place, fitting: inputs.get(name)?.fitting ?? fitting });
  };
  const walkMap = (operation: string, below: (name: string) => string, schema: Schema): void => {
    const { additionalProperties: values, propertyNames = anyText } = schema;
    if (values === undefined || values === false) return;
    found(operation, below('{key}'), fittingIn(propertyNames));
    const isOpen = values === true || Object.keys(values).length === 0;
    walk(operation, below('{value}'), isOpen ? anyText : values);
  };
  const walk = (operation: string, at: string, given: Schema): void => {
    const schema = resolve(given);
    const { type, properties = {}, items, anyOf = [], oneOf = [] } = schema;
    const below = (name: string) => (at.endsWith(' ') ? `${at}${name}` : `${at}.${name}`);
    for (const branch of [...anyOf, ...oneOf]) walk(operation, at, branch);
    for (const [name, member] of Object.entries(properties)) walk(operation, below(name), member);
    // A list in a query is the same word on the wire.
    if (items !== undefined) walk(operation, at.startsWith('body ') ? below('*') : at, items);
    walkMap(operation, below, schema);
    if (type !== undefined && type !== 'object' && type !== 'array') {
      found(operation, at.trim(), fittingIn(schema));
    }
  };
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const operation = `${method.toUpperCase()} ${path}`;
      for (const { in: part, name, schema } of parameters) {
        walk(operation, `${part} ${part === 'header' ? name.toLowerCase() : name}`, schema);
      }
      for (const { schema } of Object.values(requestBody?.content ?? {})) {
        if (schema !== undefined) walk(operation, 'body ', schema);
      }
    }
  }
  return [...inputs.values()];
};

/** A request as the document shows it, with what is required. */
export const exampleOf = ({ paths }: Description, operation: string): Request => {
  const [method = '', path = ''] = operation.split(' ');
  const { parameters = [], requestBody } = paths[path]?.[method.toLowerCase()] ?? {};
  const of = (part: Parameter['in']) =>
    Object.fromEntries(
      parameters
        .filter((each) => each.in === part && each.required === true)
        .map(({ name, example = '1' }) => [name, String(example)]),
    );
  const [media] = Object.values(requestBody?.content ?? {});
  const body = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  return {
    path: of('path'),
    query: of('query'),
    header: of('header'),
    ...(body === undefined ? {} : { body }),
  };
};

const put = (value: unknown, [name, ...rest]: readonly string[], word: string): unknown => {
  if (name === undefined) return word;
  if (name === '*') {
    const [first, ...others] = Array.isArray(value) ? value : [];
    return [put(first, rest, word), ...others];
  }
  const members: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  if (name === '{key}') return { ...members, [word]: Object.values(members)[0] ?? 'x' };
  const key = name === '{value}' ? (Object.keys(members)[0] ?? 'A1') : name;
  return { ...members, [key]: put(members[key], rest, word) };
};

/** The request with the word in that place. */
export const withWord = (request: Request, place: string, word: string): Request => {
  const [part = '', name = ''] = place.split(' ');
  if (part === 'body') return { ...request, body: put(request.body, name.split('.').filter(Boolean), word) };
  if (part !== 'path' && part !== 'query' && part !== 'header') throw new Error(`no such part: ${part}`);
  const others = Object.entries(request[part] ?? {}).filter(
    ([key]) => key.toLowerCase() !== name.toLowerCase(),
  );
  return { ...request, [part]: { ...Object.fromEntries(others), [name]: word } };
};

const wordsIn = (value: unknown, at: string, word: string): readonly string[] => {
  if (typeof value === 'string') return value.includes(word) ? [at] : [];
  if (Array.isArray(value)) return value.flatMap((item) => wordsIn(item, `${at}.*`, word));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key.includes(word) ? [`${at}.{key}`] : []),
    ...wordsIn(member, `${at}.${key}`, word),
    ...wordsIn(member, `${at}.{value}`, word),
  ]);
};

/** Every place of a request that holds the word. */
export const placesOf = (request: Request, word: string): readonly string[] =>
  (['path', 'query', 'header', 'body'] as const).flatMap((part) =>
    wordsIn(request[part] ?? {}, part, word).map((place) => place.replace('.', ' ')),
  );
