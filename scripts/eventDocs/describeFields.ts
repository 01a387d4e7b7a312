/** Turns the JSON schema of an event's data into rows a person can read. Knows nothing of particular events. */

/** The part of JSON Schema that zod writes for our events. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

export interface Field {
  /** Where the value stands: `seats[].price.amount`. */
  readonly path: string;
  readonly kind: string;
  readonly optional: boolean;
  readonly description: string;
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  'date-time': 'instant',
  date: 'date',
};

const bounds = (low: number | undefined, high: number | undefined): string => {
  const [from, to] = [
    low === undefined || low <= Number.MIN_SAFE_INTEGER ? undefined : low,
    high === undefined || high >= Number.MAX_SAFE_INTEGER ? undefined : high,
  ];
  if (from !== undefined && to !== undefined) return ` ${from} to ${to}`;
  if (from !== undefined) return ` from ${from}`;
  return to === undefined ? '' : ` up to ${to}`;
};

const describeText = (schema: JsonSchema): string => {
  if (schema.format !== undefined) return formats[schema.format] ?? schema.format;
  const patterns = [schema, ...(schema.allOf ?? [])].flatMap(({ pattern }) => pattern ?? []);
  if (patterns.some((pattern) => pattern.startsWith('^([0-9a-fA-F]{8}-'))) return 'UUID';
  const length = schema.maxLength === undefined ? '' : ` up to ${schema.maxLength}`;
  return ['text', ...patterns.map((pattern) => `\`${pattern}\``)].join(' ') + length;
};

const describeKind = (schema: JsonSchema): string => {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(describeKind).join(' or ');
  if (typeof schema.type === 'object') {
    return schema.type.map((type) => describeKind({ ...schema, type })).join(' or ');
  }
  switch (schema.type) {
    case 'string':
      return describeText(schema);
    case 'integer':
      return `integer${bounds(schema.minimum, schema.maximum)}`;
    case 'number':
      return `number${bounds(schema.minimum, schema.maximum)}`;
    case 'array':
      return `list of ${bounds(schema.minItems, schema.maxItems).trim() || 'any number'}: ${describeKind(schema.items ?? {})}`;
    case 'object':
      return isMap(schema) ? describeMap(schema) : 'object';
    default:
      return schema.type ?? 'anything';
  }
};

const describeMap = (schema: JsonSchema): string => {
  const keys = schema.propertyNames?.enum === undefined ? '' : ` by ${describeKind(schema.propertyNames)}`;
  return `map${keys}: ${describeKind(valuesOf(schema))}`;
};

const valuesOf = (schema: JsonSchema): JsonSchema =>
  typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};

const isMap = (schema: JsonSchema): boolean =>
  schema.properties === undefined && typeof schema.additionalProperties === 'object';

/** The object inside a list, a map or a value, with what to add to the path to get there. */
const inside = (schema: JsonSchema): { readonly step: string; readonly schema: JsonSchema } => {
  if (schema.items !== undefined) {
    const inner = inside(schema.items);
    return { step: `[]${inner.step}`, schema: inner.schema };
  }
  if (isMap(schema)) {
    const inner = inside(valuesOf(schema));
    return { step: `.*${inner.step}`, schema: inner.schema };
  }
  return { step: '', schema };
};

/** Every field of an object and of the objects within it, in the order of the schema. */
export const describeFields = (schema: JsonSchema, prefix = ''): readonly Field[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, value]): readonly Field[] => {
    const path = `${prefix}${name}`;
    const optional = !(schema.required ?? []).includes(name);
    const field = { path, kind: describeKind(value), optional, description: value.description ?? '' };
    const inner = inside(value);
    return [field, ...describeFields(inner.schema, `${path}${inner.step}.`)];
  });
