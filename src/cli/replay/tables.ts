/** One table per event type: its columns follow from the schema that the events are checked with. */
import { z } from 'zod';
import { quotedName } from '../../adapters/duckdb/quoting.ts';
import { eventCatalog } from '../../domain/eventCatalog.ts';

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

export interface Column {
  readonly name: string;
  /** As DuckDB writes it. */
  readonly type: string;
  /** Where it stands in a spooled line. */
  readonly from: string;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Of a spooled line, by key. */
  readonly spooled: Readonly<Record<string, string>>;
}

const uuidPattern = '^([0-9a-fA-F]{8}-';
const formats: Readonly<Record<string, string>> = { uuid: 'UUID', 'date-time': 'TIMESTAMP', date: 'DATE' };
const plainTypes: Readonly<Record<string, string>> = {
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
};
const json = 'JSON';

const textType = (schema: JsonSchema): string => {
  const parts = [schema, ...(schema.allOf ?? [])];
  const format = parts.find((part) => part.format !== undefined)?.format;
  if (format !== undefined) return formats[format] ?? 'VARCHAR';
  return parts.some(({ pattern }) => pattern?.startsWith(uuidPattern)) ? 'UUID' : 'VARCHAR';
};

/** Ciphertext says nothing to an analyst. */
const isSealed = ({ properties }: JsonSchema): boolean => properties?.box !== undefined;

const openFields = ({ properties = {} }: JsonSchema): readonly (readonly [string, JsonSchema])[] =>
  Object.entries(properties).filter(([, schema]) => !isSealed(schema));

const structOf = (schema: JsonSchema): string =>
  `STRUCT(${openFields(schema)
    .map(([name, each]) => `${quotedName(name)} ${typeOf(each)}`)
    .join(', ')})`;

const typeOf = (schema: JsonSchema): string => {
  const { type = '', items, properties, additionalProperties } = schema;
  if (type === 'string') return textType(schema);
  if (type === 'array') return items === undefined ? json : `${typeOf(items)}[]`;
  if (type !== 'object') return plainTypes[type] ?? json;
  if (properties !== undefined) return openFields(schema).length === 0 ? json : structOf(schema);
  return typeof additionalProperties === 'object' ? `MAP(VARCHAR, ${typeOf(additionalProperties)})` : json;
};

const envelope = [
  ['position', 'BIGINT', 'p'],
  ['stream', 'VARCHAR', 's'],
  ['revision', 'BIGINT', 'r'],
  ['eventId', 'UUID', 'i'],
  ['eventVersion', 'BIGINT', 'v'],
  ['decidedAt', 'TIMESTAMP', 't'],
  ['correlationId', 'UUID', 'c'],
  ['causationId', 'UUID', 'u'],
  ['actorRole', 'VARCHAR', 'o'],
  ['actorId', 'VARCHAR', 'a'],
] as const;
const envelopeNames: ReadonlySet<string> = new Set(envelope.map(([name]) => name));
const envelopeColumns = envelope.map(([name, type, from]) => ({ name, type, from }));
const envelopeSpooled = Object.fromEntries(envelope.map(([, type, from]) => [from, type]));

const tableOf = (name: string, schema: z.ZodType): Table => {
  const described = z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema;
  const columns = openFields(described).map(([field, each]) => ({
    name: envelopeNames.has(field) ? `data_${field}` : field,
    type: typeOf(each),
    from: `d.${quotedName(field)}`,
  }));
  return {
    name,
    columns: [...envelopeColumns, ...columns],
    spooled: columns.length === 0 ? envelopeSpooled : { ...envelopeSpooled, d: structOf(described) },
  };
};

/** Columns that take any event. */
export const wholeEvents: readonly Column[] = [
  ...envelopeColumns,
  { name: 'eventType', type: 'VARCHAR', from: 'y' },
  { name: 'data', type: json, from: 'd' },
];

/** Events of a type or version that this program does not know, and those that their schema refuses. */
export const unreadable: Table = {
  name: 'UnreadableEvents',
  columns: wholeEvents,
  spooled: { ...envelopeSpooled, y: 'VARCHAR', d: json },
};

export const tables: ReadonlyMap<string, Table> = new Map(
  [...eventCatalog].map(([type, { definition }]) => [type, tableOf(type, definition.schema)]),
);

export const everyTable: readonly Table[] = [...tables.values(), unreadable];
