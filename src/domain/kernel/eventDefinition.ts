import { z } from 'zod';
import type { AnyEvent } from './decider.ts';
import { hiddenField } from './hiddenField.ts';

export interface StoredEvent {
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}

export interface EventDefinition<Type extends string = string, Data = unknown> {
  readonly type: Type;
  /** The version written now, from 1. */
  readonly version: number;
  readonly description: string;
  readonly schema: z.ZodType<Data>;
  /** `upcasters[i]` turns the data of version i+1 into that of version i+2; there are `version - 1` of them. */
  readonly upcasters: readonly ((old: unknown) => unknown)[];
  /** Upcasts and checks stored data of any version. Throws {@link UnreadableEvent}. */
  read(version: number, stored: unknown): { readonly type: Type; readonly data: Data };
  /** From now on reading this very object gives `data`, unchecked, for as long as the object lives. Not for values that are no objects. */
  keep(stored: unknown, data: Data): void;
  /** What was kept for this very object. */
  kept(stored: unknown): { readonly type: Type; readonly data: Data } | undefined;
}

export const defineEvent = <const Type extends string, Data>(
  type: Type,
  description: string,
  schema: z.ZodType<Data>,
  upcasters: readonly ((old: unknown) => unknown)[] = [],
): EventDefinition<Type, Data> => {
  const newest = upcasters.length + 1;
  const known = hiddenField<{ readonly type: Type; readonly data: Data }>();
  const kept = (stored: unknown) =>
    typeof stored === 'object' && stored !== null ? known.of(stored) : undefined;
  const keep = (stored: unknown, data: Data): void => {
    if (typeof stored === 'object' && stored !== null) known.set(stored, { type, data });
  };
  const read = (version: number, stored: unknown): { readonly type: Type; readonly data: Data } => {
    const before = kept(stored);
    if (before !== undefined) return before;
    if (!Number.isInteger(version) || version < 1 || version > newest) {
      throw new UnreadableEvent(
        `${type} version ${version} is unknown here (this program reads 1 to ${newest})`,
      );
    }
    let data = stored;
    for (const upcast of upcasters.slice(version - 1)) data = upcast(data);
    const parsed = schema.safeParse(data);
    if (!parsed.success) {
      throw new UnreadableEvent(`${type} version ${version}: ${z.prettifyError(parsed.error)}`);
    }
    return { type, data: parsed.data };
  };
  return { type, version: newest, description, schema, upcasters, read, keep, kept };
};

export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Data>
    ? { readonly type: Type; readonly data: Data }
    : never;

/** A stored event fits no version known here: a bug or a newer writer. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

export type EventDefinitions<Event extends AnyEvent = AnyEvent> = Readonly<
  Record<
    string,
    Omit<EventDefinition, 'read'> & { readonly read: (version: number, stored: unknown) => Event }
  >
>;

/** Throws UnreadableEvent for an event that its schema refuses: a bug. */
export const encodeEvent = <Event extends AnyEvent>(
  definitions: EventDefinitions<Event>,
  event: NoInfer<Event>,
): Event & { readonly version: number } => {
  const definition = definitions[event.type];
  if (definition === undefined) throw new Error(`no definition of event ${event.type}`);
  const { version } = definition;
  const checked = definition.read(version, event.data);
  definition.keep(checked.data, checked.data);
  return { ...checked, version };
};

/** Upcasts and checks. Throws {@link UnreadableEvent}. */
export const decodeEvent = <Event extends AnyEvent>(
  definitions: EventDefinitions<Event>,
  stored: StoredEvent,
): Event => {
  const definition = Object.hasOwn(definitions, stored.type) ? definitions[stored.type] : undefined;
  if (definition === undefined) throw new UnreadableEvent(`event type ${stored.type} is unknown here`);
  return definition.read(stored.version, stored.data);
};

/** As {@link decodeEvent}, once for all that read the same stored event with the same definition. */
export const decodeOnce = <Event extends AnyEvent>(
  definitions: EventDefinitions<Event>,
  stored: StoredEvent,
): Event => {
  const event = decodeEvent(definitions, stored);
  definitions[stored.type]?.keep(stored.data, event.data);
  return event;
};
