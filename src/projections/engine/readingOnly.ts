import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../../domain/kernel/eventDefinition.ts';

/** The same event, version and upcasters, checked and cut by another schema. */
export const readingAs = <Type extends string, Data>(
  { type, description, upcasters }: EventDefinition<Type>,
  schema: z.ZodType<Data>,
): EventDefinition<Type, Data> => defineEvent(type, description, schema, upcasters);

/**
 * The same event, version and upcasters, with only these fields checked and handed over; the others are not looked
 * at. Throws when the definition is not that of an object.
 */
export const readingOnly = <Type extends string, Data extends object, Field extends keyof Data & string>(
  definition: EventDefinition<Type, Data>,
  ...fields: readonly Field[]
): EventDefinition<Type, Pick<Data, Field>> => {
  const { schema } = definition;
  if (!(schema instanceof z.ZodObject)) throw new Error(`the data of ${definition.type} is not an object`);
  const shape = Object.fromEntries(fields.map((field) => [field, schema.shape[field]]));
  const narrow = readingAs(definition, z.object(shape) as unknown as z.ZodType<Pick<Data, Field>>);
  const cut = (data: Data) =>
    Object.fromEntries(fields.filter((field) => field in data).map((field) => [field, data[field]]));
  return {
    ...narrow,
    keep: () => undefined,
    read: (version, stored) => {
      const whole = definition.kept(stored);
      if (whole === undefined) return narrow.read(version, stored);
      return { type: narrow.type, data: cut(whole.data) as unknown as Pick<Data, Field> };
    },
  };
};
