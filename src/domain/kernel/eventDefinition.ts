/**
 * Schema and type of an event in one object, so that they cannot drift: the same zod schema checks an event
 * on write and on read and gives TypeScript its shape. Old versions are kept for ever as upcasters.
 */
import { z } from 'zod';

export interface EventDefinition<Type extends string = string, Data = unknown> {
  readonly type: Type;
  /** The version written today, from 1. */
  readonly version: number;
  readonly description: string;
  readonly schema: z.ZodType<Data>;
  /**
   * `upcasters[i]` turns the data of version i+1 into that of version i+2. There are always `version - 1`
   * of them.
   */
  readonly upcasters: readonly ((old: unknown) => unknown)[];
}

export const defineEvent = <const Type extends string, Schema extends z.ZodType>(
  type: Type,
  description: string,
  schema: Schema,
  upcasters: readonly ((old: unknown) => unknown)[] = [],
): EventDefinition<Type, z.output<Schema>> => ({
  type,
  version: upcasters.length + 1,
  description,
  schema: schema as unknown as z.ZodType<z.output<Schema>>,
  upcasters,
});

/** `{ type, data }` of a definition, or the closed union over several. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Data>
    ? { readonly type: Type; readonly data: Data }
    : never;

/** Thrown when a stored event fits no known version: a bug or a newer writer, never a user's mistake. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/** Upcasts and checks stored data. Throws {@link UnreadableEvent}. */
export const readEventData = (definition: EventDefinition, version: number, stored: unknown): unknown => {
  if (!Number.isInteger(version) || version < 1 || version > definition.version) {
    throw new UnreadableEvent(
      `${definition.type} version ${version} is unknown here (this program reads 1 to ${definition.version})`,
    );
  }
  let data = stored;
  for (const upcast of definition.upcasters.slice(version - 1)) data = upcast(data);
  const parsed = definition.schema.safeParse(data);
  if (!parsed.success) {
    throw new UnreadableEvent(`${definition.type} version ${version}: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
};

/** Definitions of one kind of stream, by type. */
export type EventDefinitions = Readonly<Record<string, EventDefinition>>;

/** Checks an event against its schema before it is written. Throws for an event the schema refuses: a bug. */
export const encodeEvent = (
  definitions: EventDefinitions,
  event: { readonly type: string; readonly data: unknown },
): { type: string; version: number; data: unknown } => {
  const definition = definitions[event.type];
  if (definition === undefined) throw new Error(`no definition of event ${event.type}`);
  return { type: event.type, version: definition.version, data: definition.schema.parse(event.data) };
};

/** The event as today's code knows it. Throws {@link UnreadableEvent}. */
export const decodeEvent = (
  definitions: EventDefinitions,
  stored: { readonly type: string; readonly version: number; readonly data: unknown },
): { readonly type: string; readonly data: unknown } => {
  const definition = definitions[stored.type];
  if (definition === undefined) throw new UnreadableEvent(`event type ${stored.type} is unknown here`);
  return { type: stored.type, data: readEventData(definition, stored.version, stored.data) };
};
