import { exampleOf } from './exampleOf.ts';
import { isJsonSchema, type JsonSchema } from './JsonSchema.ts';

interface Content {
  readonly content?: Readonly<
    Record<string, { readonly schema?: unknown; readonly example?: unknown; readonly examples?: unknown }>
  >;
}

interface Described {
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses?: Readonly<Record<string, unknown>>;
}

const record = (value: unknown): Readonly<Record<string, unknown>> => Object(value);

export const withExamples = <Operation extends Described>(
  operation: Operation,
  resolve: (ref: string) => JsonSchema | undefined,
): Operation => {
  const inContent = (part: unknown): unknown => {
    const { content } = record(part) as Content;
    if (content === undefined) return part;
    const shown = Object.entries(content).map(([mediaType, media]) => {
      const { schema, example, examples } = media;
      if (!isJsonSchema(schema) || (example ?? examples) !== undefined) return [mediaType, media] as const;
      return [mediaType, { ...media, example: exampleOf(schema, resolve) }] as const;
    });
    return { ...record(part), content: Object.fromEntries(shown) };
  };
  const parameters = operation.parameters?.map((parameter) => {
    const { schema, name, required } = record(parameter);
    if (required !== true || !isJsonSchema(schema)) return parameter;
    return { ...record(parameter), example: exampleOf(schema, resolve, String(name)) };
  });
  const responses = Object.entries(operation.responses ?? {}).map(
    ([status, response]) => [status, inContent(response)] as const,
  );
  return {
    ...operation,
    ...(parameters === undefined ? {} : { parameters }),
    ...(operation.requestBody === undefined ? {} : { requestBody: inContent(operation.requestBody) }),
    responses: Object.fromEntries(responses),
  };
};
